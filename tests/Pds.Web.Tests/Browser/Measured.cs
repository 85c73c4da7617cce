using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Pds.Web.Tests.Browser;

/// <summary>What is measured on a page that is open: what runs out of it, what is too small to press, and what axe finds.</summary>
internal static class Measured
{
    private const int SmallestTarget = 44;

    private const string Overflow = """
        () => { const w = document.documentElement.clientWidth;
          const out = [...document.querySelectorAll('body *')].filter(e => { const r = e.getBoundingClientRect();
            return r.width > 0 && r.right > w + 0.5 && !e.closest('.scroll, .skip, .hidden') && getComputedStyle(e).position !== 'absolute'; });
          return (document.documentElement.scrollWidth > w ? 'page ' + document.documentElement.scrollWidth + ' > ' + w + '; ' : '')
            + out.slice(0, 3).map(e => e.tagName + '.' + e.getAttribute('class') + ' ' + e.textContent.slice(0, 20)).join(' | '); }
        """;

    private const string SmallTargets = """
        least => [...document.querySelectorAll('a[href], button, select, summary, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), label.choice')]
          .filter(e => !e.closest('.skip'))
          .map(e => ({ e, r: e.getBoundingClientRect() })).filter(({ r }) => r.width > 0 && (r.height < least - 0.5 || r.width < least - 0.5))
          .map(({ e, r }) => e.tagName + ' ' + e.textContent.trim().slice(0, 20) + ' ' + Math.round(r.width) + 'x' + Math.round(r.height)).join(' | ')
        """;

    // Asked of the document itself: on a busy machine the event of a page that was led to by a form can pass before anybody listens for it.
    private static async Task LoadedAsync(this IPage page)
    {
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            patience.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(3), "a page is there at last");
            try
            {
                if (await page.EvaluateAsync<string>("() => document.readyState") == "complete")
                {
                    return;
                }
            }
            catch (PlaywrightException)
            {
                // The document was just left for the next one: that one is asked.
            }
        }
    }

    /// <summary>Measures the page and adds what is wrong; takes its picture where pictures are wanted.</summary>
    public static async Task MeasureAsync(this IPage page, string name, int width, List<string> wrong, bool axe = true, bool targets = true)
    {
        await page.LoadedAsync();
        await page.TakeAsync($"{name}-{width}");
        Add("runs out", await page.EvaluateAsync<string>(Overflow));
        if (targets)
        {
            Add("too small", await page.EvaluateAsync<string>(SmallTargets, SmallestTarget));
        }

        if (axe)
        {
            Add("axe", string.Join(" | ", (await page.RunAxe()).Violations.Select(found => found.Id + " " + found.Nodes[0].Html)));
        }

        void Add(string what, string found)
        {
            if (found.Length > 0)
            {
                wrong.Add($"{name} at {width}, {what}: {found}");
            }
        }
    }
}
