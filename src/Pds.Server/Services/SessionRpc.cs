using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Hosting;
using Pds.Server.Identity;
using Pds.Server.Letters;
using Pds.Server.Mapping;
using Pds.Server.Sessions;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Services;

/// <summary>SessionService: parse, act, map.</summary>
internal sealed class SessionRpc(Roles roles, Repeats repeats) : V1.SessionService.SessionServiceBase
{
    private const int MaxCodeLength = 64;

    private readonly Recorder recorder = roles.Recorder;
    private readonly CreateSession create = new(roles.Recorder, roles.Identity, roles.Passkeys);
    private readonly EndSessions end = new(roles.Recorder);
    private readonly RegisterPasskey register = new(
        roles.Recorder, roles.Passkeys, new AcceptActEvidence(roles.Recorder, new AcceptEvidence(roles.Recorder.Rows, roles.Identity, roles.Passkeys)));

    public override async Task<V1.StartSignInResponse> StartSignIn(V1.StartSignInRequest request, ServerCallContext context)
    {
        var begun = Calls.ValueOf(
            context, await new StartSignIn(recorder).RunAsync(Calls.OrganizationOf(context).Id, context.CancellationToken).ConfigureAwait(false));
        return new V1.StartSignInResponse
        {
            Challenge = Base64Url.Encode(begun.Challenge),
            ExpireTime = begun.ExpiresAt.ToTimestamp(),
            IdentityIssuer = roles.IdentitySettings?.Issuer ?? "",
            IdentityClientId = roles.IdentitySettings?.ClientId ?? "",
            PasskeyRpId = roles.Passkeys?.RpId ?? "",
        };
    }

    public override async Task<V1.CreateSessionResponse> CreateSession(V1.CreateSessionRequest request, ServerCallContext context)
    {
        var host = Calls.OrganizationOf(context);
        var made = Calls.ValueOf(context, request.FactorCase switch
        {
            V1.CreateSessionRequest.FactorOneofCase.IdToken when request.IdToken.Length is > 0 and <= IdToken.MaxLength =>
                await create.WithIdTokenAsync(host, request.Challenge, request.IdToken, context.CancellationToken).ConfigureAwait(false),
            V1.CreateSessionRequest.FactorOneofCase.PasskeyAssertion when WillMap.TryParse(request.PasskeyAssertion, out var answer) =>
                await create.WithPasskeyAsync(host, request.Challenge, answer, context.CancellationToken).ConfigureAwait(false),
            V1.CreateSessionRequest.FactorOneofCase.Letter => await ByLetterAsync(context, host, request.Challenge, request.Letter).ConfigureAwait(false),
            _ => throw Calls.Invalid(context, "factor"),
        });
        return new V1.CreateSessionResponse { SessionSecret = made.Secret, Session = made.Session.ToWire() };
    }

    // A number or code whose check digit is wrong was mistyped: it is told at once, and is no try.
    private async ValueTask<Outcome<NewSession>> ByLetterAsync(ServerCallContext context, Organization host, string challenge, V1.LetterFactor typed)
    {
        Calls.Require(context, ResidentNumber.TryParse(typed.ResidentNumber, out var number), "letter.resident_number");
        Calls.Require(context, LetterCode.TryParse(typed.Code, out var code), "letter.code");
        return await new SignInByLetter(recorder).RunAsync(host, challenge, number, code, context.CancellationToken).ConfigureAwait(false);
    }

    // No request id: the answer holds a secret, which may not be kept for a repeat. Challenge and code are good once, and so is the act.
    public override async Task<V1.LinkIdentityResponse> LinkIdentity(V1.LinkIdentityRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.DeviceCode.Length is > 0 and <= MaxCodeLength, "device_code");
        Calls.Require(context, request.IdToken.Length is > 0 and <= IdToken.MaxLength, "id_token");
        var made = Calls.ValueOf(
            context,
            await new LinkIdentity(recorder, roles.Identity)
                .RunAsync(Calls.OrganizationOf(context), request.Challenge, request.IdToken, request.DeviceCode, context.CancellationToken)
                .ConfigureAwait(false));
        return new V1.LinkIdentityResponse { SessionSecret = made.Secret, Session = made.Session.ToWire() };
    }

    public override async Task<V1.EndSessionResponse> EndSession(V1.EndSessionRequest request, ServerCallContext context)
    {
        var asking = Calls.SessionOf(context);
        await end.EndAsync(asking.Resident, request.SessionId.Length == 0 ? asking.Id : request.SessionId, context.CancellationToken).ConfigureAwait(false);
        return new V1.EndSessionResponse();
    }

    public override async Task<V1.EndAllSessionsResponse> EndAllSessions(V1.EndAllSessionsRequest request, ServerCallContext context) => new()
    {
        Sessions = await end.EndAllAsync(Calls.SessionOf(context).Resident, context.CancellationToken).ConfigureAwait(false),
    };

    public override async Task<V1.ListSessionsResponse> ListSessions(V1.ListSessionsRequest request, ServerCallContext context)
    {
        var asking = Calls.SessionOf(context);
        var living = await end.ListAsync(asking.Resident, context.CancellationToken).ConfigureAwait(false);
        return new V1.ListSessionsResponse { Sessions = { living.Select(session => session.ToWire(asking)) } };
    }

    public override Task<V1.RegisterPasskeyResponse> RegisterPasskey(V1.RegisterPasskeyRequest request, ServerCallContext context)
    {
        var attestation = request.Attestation;
        Calls.Require(
            context,
            attestation is not null && attestation.ClientDataJson.Length is > 0 and <= PasskeyRules.MaxClientDataBytes
                && attestation.AttestationObject.Length is > 0 and <= Attestation.MaxBytes,
            "attestation");
        Calls.Require(context, request.Name.Length <= Passkey.MaxNameLength && !request.Name.Any(char.IsControl), "name");
        Evidence? evidence = null;
        Calls.Require(context, request.Evidence is null || WillMap.TryParse(request.Evidence, out evidence), "evidence");
        var made = new NewPasskey(
            request.Challenge, attestation!.ClientDataJson.ToByteArray(), attestation.AttestationObject.ToByteArray(), request.Name);
        return repeats.OnceAsync<V1.RegisterPasskeyResponse>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await register.RunAsync(
                Calls.SessionOf(context), made, evidence, passkey => keep.With(ToWire(passkey)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override async Task<V1.ListPasskeysResponse> ListPasskeys(V1.ListPasskeysRequest request, ServerCallContext context)
    {
        var all = await PasskeyRow.OfResidentAsync(recorder.Rows, Calls.SessionOf(context).Resident, context.CancellationToken).ConfigureAwait(false);
        return new V1.ListPasskeysResponse { Passkeys = { all.Select(SessionMap.ToWire) } };
    }

    public override Task<V1.RemovePasskeyResponse> RemovePasskey(V1.RemovePasskeyRequest request, ServerCallContext context)
    {
        Calls.Require(
            context, Base64Url.TryDecode(request.PasskeyId, out var id) && id.Length is > 0 and <= AuthenticatorData.MaxCredentialIdBytes, "passkey_id");
        return repeats.OnceAsync<V1.RemovePasskeyResponse>(context, request, async keep =>
        {
            var answer = new V1.RemovePasskeyResponse();
            Calls.ValueOf(
                context,
                await new RemovePasskey(recorder)
                    .RunAsync(Calls.SessionOf(context), id!, keep.With(answer), context.CancellationToken).ConfigureAwait(false));
            return answer;
        });
    }

    private static V1.RegisterPasskeyResponse ToWire(Passkey passkey) => new() { Passkey = passkey.ToWire() };
}
