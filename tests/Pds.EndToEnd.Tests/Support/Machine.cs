// Each test drives servers of its own; two at once would only make both slow and their times meaningless.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
