using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Pds.Client;
using Pds.Web.Hosting;
using Pds.Web.Residents;

namespace Pds.Web.Tests.Residents;

/// <summary>A city's server that tells another history than before is found out (Pds.Client.Tests, ReadingOn); the resident is told so, in words and not as a mistake of hers.</summary>
public sealed class ToldDifferently
{
    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Whoever_is_told_another_history_is_led_to_the_page_that_says_so()
    {
        var shown = new List<string>();
        var failures = new Failures(
            context =>
            {
                shown.Add(context.Request.Path);
                return shown.Count == 1 ? throw new PdsException(LocalReasons.LedgerEvidenceRefused, "x") : Task.CompletedTask;
            },
            new Kept(TimeProvider.System),
            NullLogger<Failures>.Instance);
        var context = new DefaultHttpContext();
        context.Request.Path = "/uses";

        await failures.InvokeAsync(context);

        shown.Should().Equal("/uses", "/problem/history");
        WebTexts.Pages["problem.history.do"].Should().Contain("電話");
    }
}
