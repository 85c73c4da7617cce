using Microsoft.Playwright;

namespace Pds.Web.Tests.Browser;

/// <summary>What a person does in the pages: signs in by pressing a card, and answers.</summary>
internal static class Walk
{
    /// <summary>From the first page to the page after the sign-in.</summary>
    public static async Task SignInAsync(this IPage page, string person)
    {
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "本人確認をして、はじめる" }).ClickAsync();
        await page.PressCardAsync(person);
    }

    /// <summary>From the entrance of the staff to the page after the sign-in.</summary>
    public static async Task SignInStaffAsync(this IPage page, string person)
    {
        await page.GotoAsync("/staff/sign-in");
        await page.PressAsync("職員としてサインインする");
        await page.PressCardAsync(person);
        await page.WaitForURLAsync("**/staff");
    }

    /// <summary>Presses a card at the provider.</summary>
    public static Task PressCardAsync(this IPage page, string person) => page.Locator($"button[value={person}]").ClickAsync();

    /// <summary>The button or link of this name.</summary>
    public static Task PressAsync(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })
        .Or(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).First.ClickAsync();

    /// <summary>All the words on the page.</summary>
    public static Task<string> WordsAsync(this IPage page) => page.Locator("body").InnerTextAsync();
}
