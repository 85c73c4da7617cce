// Tests here start processes and measure who waits for whom; two at once would only make both slow and their times meaningless.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
