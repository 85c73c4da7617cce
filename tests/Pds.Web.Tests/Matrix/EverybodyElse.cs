using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pds.Protocol.V1;

namespace Pds.Web.Tests.Matrix;

/// <summary>
/// Every page, file and form with every kind of session that it is not for: the right refusal, the same as for what does not exist, nothing of her on it,
/// and nothing done. What there is is found by looking at the host; whose it is stands in <see cref="EveryPagesOwner"/>.
/// </summary>
[Trait("Invariant", "I-16")]
public sealed partial class EverybodyElse(MatrixCity city) : IClassFixture<MatrixCity>
{
    private static readonly string[] Entrances = ["/sign-in", "/staff/sign-in"];

    [Fact]
    public async Task Every_page_and_form_says_whose_it_is()
    {
        var served = await ServedAsync();

        var told = EveryPagesOwner.All.Select(rule => rule.Handler).ToList();
        served.Should().HaveCountGreaterThan(100).And.OnlyHaveUniqueItems();
        told.Should().OnlyHaveUniqueItems();
        Lines(served.Except(told)).Should().BeEmpty("each of these must say in EveryPagesOwner whose it is");
        Lines(told.Except(served)).Should().BeEmpty("these are gone");
    }

    [Fact]
    public async Task Everybody_else_is_refused_on_every_page_and_by_every_form_and_nothing_is_done()
    {
        var wrong = new ConcurrentBag<string>();
        var hidden = await OwnersSeeAsync(wrong);
        var before = await city.StateAsync();

        await Task.WhenAll(city.Others.Select(visitor => Task.Run(() => TryEverythingAsync(visitor, hidden, wrong))));

        Lines(wrong).Should().BeEmpty();
        (await city.StateAsync()).Should().Be(before);
        await OwnersDoAsync(hidden, wrong);
        Lines(wrong).Should().BeEmpty("what was refused to others works for whom it is for");
    }

    // First those whose it is: what they find is what is kept from the others, and what their forms hold is what the others send.
    private async Task<Dictionary<string, List<KeyValuePair<string, string>>>> OwnersSeeAsync(ConcurrentBag<string> wrong)
    {
        var hidden = new Dictionary<string, List<KeyValuePair<string, string>>>(StringComparer.Ordinal);
        foreach (var rule in EveryPagesOwner.All.Where(rule => !rule.IsForm))
        {
            using var answer = await OwnerOf(rule).Client.GetAsync(PathOf(rule, real: true));
            if ((int)answer.StatusCode != rule.Answered)
            {
                wrong.Add($"{rule.Handler}: its owner gets {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }

        foreach (var rule in EveryPagesOwner.All.Where(rule => rule.IsForm))
        {
            hidden[rule.Handler] = await OwnerOf(rule).Client.FormOfAsync(PathOf(rule, real: true).Split('?')[0]);
        }

        return hidden;
    }

    // The same forms from those whose they are, so that no refusal above was for another reason. The counter's before hers, which end what they need.
    private async Task OwnersDoAsync(Dictionary<string, List<KeyValuePair<string, string>>> hidden, ConcurrentBag<string> wrong)
    {
        foreach (var rule in EveryPagesOwner.All.Where(rule => rule.IsForm && rule.Route != "/csp-report").OrderBy(rule => !rule.IsStaffs))
        {
            var owner = OwnerOf(rule);
            var token = await owner.TokenAsync(rule.IsStaffs ? "/staff" : "/reading");
            using var answer = await owner.Client.PostAsync(PathOf(rule, real: true), FieldsOf(rule, hidden, token, real: true));
            if ((int)answer.StatusCode >= 400 || (rule.Whose != Whose.Everybodys && rule.Answered == 200 && Entrances.Contains(answer.Headers.Location?.OriginalString)))
            {
                wrong.Add($"{rule.Handler}: its owner gets {(int)answer.StatusCode} {answer.Headers.Location} {Heading(await answer.Content.ReadAsStringAsync())}");
            }
        }
    }

    private async Task TryEverythingAsync(Visitor visitor, Dictionary<string, List<KeyValuePair<string, string>>> hidden, ConcurrentBag<string> wrong)
    {
        foreach (var rule in EveryPagesOwner.All.Where(rule => Tries(visitor, rule)))
        {
            var (status, place, text) = await TryAsync(visitor, rule, hidden, real: true);
            var complaint = Expected(visitor, rule, status, place)
                ?? (city.Targets.Values.Select(target => target.Real).Where(id => id.Length > 20).Concat(visitor.Acts is null ? MatrixCity.Names : [])
                    .FirstOrDefault(mark => text.Contains(mark, StringComparison.Ordinal)) is { } shown ? "shows " + shown : null);
            if (complaint is null && SameAsNone(visitor, rule))
            {
                var none = await TryAsync(visitor, rule, hidden, real: false);
                complaint = none != (status, place, text) ? $"is told that it exists: {status} {place} {Heading(text)}, not {none.Status} {none.Place} {Heading(none.Text)}" : null;
            }

            if (complaint is not null)
            {
                wrong.Add($"{rule.Handler}, {visitor}: {complaint}");
            }
        }
    }

    // Not tried: what she may do. A form that is hers to send would do something, and then nothing could be said of what the others did.
    private static bool Tries(Visitor visitor, PageRule rule) => rule.Whose switch
    {
        Whose.Everybodys => !rule.IsForm,
        Whose.EachResidents or Whose.Hers when visitor.Acts is { } acts && !rule.Sitting => !acts.Any(rule.Under.Contains),
        Whose.EachResidents => !rule.IsForm || !(visitor.IsResident || visitor.Acts is not null),
        Whose.Hers => true,
        _ => !LetsIn(visitor, rule),
    };

    private static bool LetsIn(Visitor visitor, PageRule rule) => !rule.Except.Split(' ').Contains(visitor.Name) && rule.Whose switch
    {
        Whose.Staffs => visitor.Role is not null,
        Whose.Counters => visitor.Role == StaffRole.Counter,
        Whose.OneClerks => visitor.Name == rule.Clerk,
        Whose.StewardsAndBoards => visitor.Role is StaffRole.Steward or StaffRole.Reviewer,
        Whose.Stewards => visitor.Role == StaffRole.Steward,
        _ => visitor.Role == StaffRole.Reviewer,
    };

    // What is wrong with an answer; null when it is right.
    private static string? Expected(Visitor visitor, PageRule rule, int status, string place)
    {
        var ranOut = visitor.Name == "a session that ran out";
        int[] right = rule.Whose switch
        {
            Whose.Everybodys => [200, 302, 400, 404],
            _ when rule.IsStaffs => visitor.Role is null || ranOut ? [-1] : rule.Whose == Whose.OneClerks && visitor.Role == StaffRole.Counter ? [rule.Refused]
                : rule.Except.Split(' ').Contains(visitor.Name) && rule.IsForm ? [200, 403, 404] : [403, 404],
            _ when rule.Sitting && visitor.Acts is not null => rule.Whose == Whose.EachResidents ? [200, 302] : [rule.Refused],
            _ when visitor.Acts is not null => rule.Words ? [200, 302] : place is "/home" || rule.Refused == 302 ? [302, 403] : [403, 404, rule.Refused],
            _ when visitor.IsGone => rule.Words || rule.Refused is 302 or 410 ? [-1, 200, 302, rule.Refused] : [-1],
            _ when visitor.IsResident => rule.Whose == Whose.EachResidents ? [200, 302, 404] : [rule.Refused],
            _ => [-1],
        };
        var led = status == 302 && place == (rule.IsStaffs ? "/staff/sign-in" : "/sign-in");
        return right.Contains(status) && (!led || rule.Whose == Whose.Everybodys) || (led && right.Contains(-1)) ? null : $"gets {status} {place}";
    }

    // Whoever is let in to such pages as these must not learn from the answer which of them exist.
    private static bool SameAsNone(Visitor visitor, PageRule rule) =>
        (rule.Whose == Whose.Hers && (visitor.IsResident || (rule.Sitting && visitor.Acts is not null))) || (rule.Whose == Whose.OneClerks && visitor.Role == StaffRole.Counter);

    private async Task<(int Status, string Place, string Text)> TryAsync(
        Visitor visitor, PageRule rule, Dictionary<string, List<KeyValuePair<string, string>>> hidden, bool real)
    {
        var path = PathOf(rule, real);
        using var answer = rule.IsForm
            ? await visitor.Client.PostAsync(path, FieldsOf(rule, hidden, rule.IsStaffs ? visitor.StaffToken : visitor.Token, real))
            : await visitor.Client.GetAsync(path);
        return ((int)answer.StatusCode, Without(rule, answer.Headers.Location?.OriginalString ?? ""), Without(rule, await answer.Content.ReadAsStringAsync()));
    }

    // What she sent herself may come back to her, and each form has a value of its own.
    private string Without(PageRule rule, string text)
    {
        foreach (var target in NamedBy(rule))
        {
            text = text.Replace(target.Real, "", StringComparison.Ordinal).Replace(target.Absent, "", StringComparison.Ordinal);
        }

        return Hidden().Replace(text, "");
    }

    private IEnumerable<Target> NamedBy(PageRule rule) => rule.Names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(named => named.Split('=')[1])
        .Concat(rule.Form.Split('&').Where(field => field.Contains("=@", StringComparison.Ordinal)).Select(field => field.Split("=@")[1]))
        .Select(name => city.Targets[name]);

    private List<KeyValuePair<string, string>> FieldsOf(PageRule rule, Dictionary<string, List<KeyValuePair<string, string>>> hidden, string token, bool real)
    {
        var said = rule.Form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2))
            .Select(field => KeyValuePair.Create(field[0], field[1].StartsWith('@') ? Named(field[1][1..], real) : field[1])).ToList();
        var held = hidden[rule.Handler];
        return
        [
            .. held.Where(field => field.Key is not ("form_token" or "request_id") && said.All(one => one.Key != field.Key)), .. said,
            new("form_token", token), new("request_id", TestCity.Actor.NewRequestId()),
        ];
    }

    private string PathOf(PageRule rule, bool real) => rule.Names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(named => named.Split('=')).Aggregate(
        rule.Route, (path, named) => path.Replace("{" + named[0] + "}", Named(named[1], real), StringComparison.Ordinal));

    private string Named(string name, bool real) => real ? city.Targets[name].Real : city.Targets[name].Absent;

    private Visitor OwnerOf(PageRule rule) => city.Owners[rule.Whose switch
    {
        Whose.Everybodys => "nobody",
        Whose.EachResidents or Whose.Hers => "hanako",
        Whose.Staffs or Whose.Counters or Whose.OneClerks => rule.Clerk,
        Whose.Boards => "reviewer",
        _ => "steward",
    }];

    private async Task<List<string>> ServedAsync()
    {
        var services = city.World.Web.Services;
        var loader = services.GetRequiredService<PageLoader>();
        var served = new List<string>();
        foreach (var endpoint in services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var handlers = (await loader.LoadAsync(page, EndpointMetadataCollection.Empty)).HandlerMethods;
                served.Add("GET " + route);
                served.AddRange(handlers.Where(handler => handler.MethodInfo.Name != "OnPageHandlerExecuting").Select(handler => $"{handler.HttpMethod.ToUpperInvariant()} {route}{(handler.Name is { } name ? "?handler=" + name : "")}"));
            }
            else
            {
                served.AddRange(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(method => method != "HEAD").Select(method => $"{method} {route}"));
            }
        }

        return [.. served.Distinct()];
    }

    private static string Lines(IEnumerable<string> wrong) => string.Join('\n', wrong.Order(StringComparer.Ordinal));

    private static string Heading(string html) => Title().Match(html).Groups[1].Value;

    [GeneratedRegex("<input type=\"hidden\"[^>]*>|<input name=\"form_token\"[^>]*>")]
    private static partial Regex Hidden();

    [GeneratedRegex("<h1[^>]*>(.*?)</h1>")]
    private static partial Regex Title();
}
