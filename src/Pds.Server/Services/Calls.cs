using Grpc.Core;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Errors;
using Pds.Server.Mapping;
using Pds.Server.Paging;
using Pds.Server.Sessions;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>What every service says in the same words: who is calling, which page, and no.</summary>
internal sealed class Calls(PageTokens tokens)
{
    /// <summary>The calling organisation. The front has checked its role.</summary>
    public static Organization OrganizationOf(ServerCallContext call) =>
        CallFacts.Of(call).Caller is Caller.OrganizationCaller caller ? caller.Organization : throw No(call, Wire.PermissionDenied);

    /// <summary>The organisation for whom the caller acts: itself, or that of the person of the staff. The front has checked the role.</summary>
    public static Organization ActingFor(ServerCallContext call) => CallFacts.Of(call).Caller switch
    {
        Caller.OrganizationCaller caller => caller.Organization,
        Caller.StaffCaller caller => caller.Organization,
        _ => throw No(call, Wire.PermissionDenied),
    };

    /// <summary>The person of the staff who calls, for the entry; null when an organisation's own machine does.</summary>
    public static StaffId? PersonOf(ServerCallContext call) => (CallFacts.Of(call).Caller as Caller.StaffCaller)?.Member.Id;

    /// <summary>The calling person of the staff.</summary>
    public static Caller.StaffCaller StaffOf(ServerCallContext call) =>
        CallFacts.Of(call).Caller as Caller.StaffCaller ?? throw No(call, Wire.PermissionDenied);

    /// <summary>The calling resident.</summary>
    public static Caller.ResidentCaller ResidentOf(ServerCallContext call) =>
        CallFacts.Of(call).Caller as Caller.ResidentCaller ?? throw No(call, Wire.PermissionDenied);

    /// <summary>The calling resident's session; the front lets nobody else reach the methods that ask.</summary>
    public static LiveSession SessionOf(ServerCallContext call) =>
        ResidentOf(call).Through is Via.Session session ? session.Live : throw No(call, Wire.PermissionDenied);

    /// <summary>Who carried a resident's act, for its entry: the web host, or nobody but the resident's own device.</summary>
    public static string? CarriedBy(ServerCallContext call) => ResidentOf(call).Through switch
    {
        Via.Session session => session.Live.Host.ToString(),
        Via.Visit visit => visit.Host.ToString(),
        _ => null,
    };

    /// <summary>The visit in which a clerk carries the resident's call; null outside one.</summary>
    public static Via.Visit? VisitOf(ServerCallContext call) => ResidentOf(call).Through as Via.Visit;

    /// <summary>Whether values come masked: to a clerk, and to whoever signed in by a letter.</summary>
    public static bool SeesMasked(ServerCallContext call) =>
        ResidentOf(call).Through is Via.Visit or Via.Session { Live.SignIn: SignInKind.Letter };

    /// <summary>By whose hands the resident acts in this call, for its entry; null when by her own.</summary>
    public static Acting? ActingOf(ServerCallContext call) => ResidentOf(call).Acting;

    /// <summary>The mandate under which somebody acts as the resident in this call; null when she does.</summary>
    public static Mandate? UnderOf(ServerCallContext call) => ResidentOf(call).Under;

    /// <summary>The result, or the refusal as the exception in which gRPC carries it.</summary>
    public static T ValueOf<T>(ServerCallContext call, Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done done => done.Value,
        Outcome<T>.Refused refused => throw RefusalStatus.Exception(
            RefusalStatus.OnTheWire(refused.Reason), CallId.Of(call.GetHttpContext()), refused.Why.Field, details: refused.Why.Details),
        _ => throw new InvalidOperationException("An outcome is done or refused."),
    };

    /// <summary>A refusal with a reason.</summary>
    public static RpcException No(ServerCallContext call, Wire reason, string? field = null) =>
        RefusalStatus.Exception(reason, CallId.Of(call.GetHttpContext()), field);

    /// <summary>A refusal of the domain, with the wait that time itself imposes.</summary>
    public static RpcException No(ServerCallContext call, Refusal why, DateTimeOffset now) => RefusalStatus.Exception(
        RefusalStatus.OnTheWire(why.Reason), CallId.Of(call.GetHttpContext()), why.Field, RefusalStatus.RetryAfter(why, now));

    /// <summary>A refusal of one member of the message.</summary>
    public static RpcException Invalid(ServerCallContext call, string field) => No(call, Wire.InvalidArgument, field);

    /// <summary>Refuses the call unless <paramref name="holds"/> is true of a member.</summary>
    public static void Require(ServerCallContext call, bool holds, string field)
    {
        if (!holds)
        {
            throw Invalid(call, field);
        }
    }

    /// <summary>The version an etag names; INVALID_ARGUMENT when it is none of ours.</summary>
    public static long VersionOf(ServerCallContext call, string etag) =>
        Etag.TryParse(etag, out var version) ? version : throw Invalid(call, "etag");

    /// <summary>Which page; <paramref name="filter"/> is everything else that shapes the list.</summary>
    public Page PageOf(ServerCallContext call, int size, string token, string filter = "")
    {
        Require(call, size is >= 0 and <= PageTokens.MaxSize, "page_size");
        var facts = CallFacts.Of(call);
        return tokens.TryRead(token, facts.Caller.Name, facts.Method.Path, filter, out var after)
            ? new Page(size == 0 ? PageTokens.DefaultSize : size, after)
            : throw No(call, Wire.PageTokenInvalid, "page_token");
    }

    /// <summary>The rows of the page out of those fetched, and the token of the next page.</summary>
    public (IReadOnlyList<T> Rows, string Next) Cut<T>(
        ServerCallContext call, Page page, IReadOnlyList<T> fetched, Func<T, long> ordinalOf, string filter = "")
    {
        if (fetched.Count <= page.Size)
        {
            return (fetched, "");
        }

        var rows = fetched.Take(page.Size).ToList();
        return (rows, TokenAfter(call, ordinalOf(rows[^1]), filter));
    }

    /// <summary>The token that continues this list after a cursor.</summary>
    public string TokenAfter(ServerCallContext call, long cursor, string filter = "")
    {
        var facts = CallFacts.Of(call);
        return tokens.Make(facts.Caller.Name, facts.Method.Path, filter, cursor);
    }
}
