namespace Pds.Web.Tests.Browser;

/// <summary>Pictures of the pages, to be looked at; taken only where <c>PDS_WEB_SCREENS</c> names a folder.</summary>
internal static class Screens
{
    public static string? Folder => Environment.GetEnvironmentVariable("PDS_WEB_SCREENS") is { Length: > 0 } folder ? folder : null;

    public static async Task TakeAsync(this Microsoft.Playwright.IPage page, string name)
    {
        if (Folder is { } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }
}
