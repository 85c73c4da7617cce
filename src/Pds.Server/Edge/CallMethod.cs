using Google.Protobuf;
using Google.Protobuf.Reflection;
using Pds.Consent;

namespace Pds.Server.Edge;

/// <summary>Who may call one method, and how large its message may be.</summary>
internal sealed record CallMethod
{
    /// <summary>The gRPC path, such as <c>/pds.v1.ConsentService/Withdraw</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The request message.</summary>
    public required MessageDescriptor Input { get; init; }

    /// <summary>The answer message.</summary>
    public required MessageDescriptor Output { get; init; }

    /// <summary>Open to everyone, without proof of who is calling.</summary>
    public bool Public { get; init; }

    /// <summary>Open to residents, through their devices and through sessions of web hosts.</summary>
    public bool Residents { get; init; }

    /// <summary>Open to residents in a session and to nobody else: it is about sessions.</summary>
    public bool SessionsOnly { get; init; }

    /// <summary>
    /// What somebody must be allowed by her mandate, any of these, to call this in a resident's place; empty for what nobody does for another. The
    /// front decides by it, so that no service can forget to.
    /// </summary>
    public IReadOnlyList<MandateAct> Under { get; init; } = [];

    /// <summary>
    /// Open also to whoever signed in by a letter, and in a visit that a letter opened: it shows what is masked, or stops something. Everything else
    /// answers STEP_UP_REQUIRED there.
    /// </summary>
    public bool ByLetter { get; init; }

    /// <summary>What is looked at by this call, for the resident's history; null when it shows nothing of hers, or acts and is entered as an act.</summary>
    public string? Looks { get; init; }

    /// <summary>Open to organisations with one of these roles; empty for none.</summary>
    public IReadOnlyList<OrganizationRole> Roles { get; init; } = [];

    /// <summary>Open to staff with one of these roles in a session of a web host; empty for none.</summary>
    public IReadOnlyList<StaffRole> Staff { get; init; } = [];

    /// <summary>Open only to staff of the city itself, not to those of a hospital's or a shop's counter.</summary>
    public bool OfTheCity { get; init; }

    /// <summary>Open to a clerk in a visit over one of these channels, for the resident of the visit; empty for none.</summary>
    public IReadOnlyList<VisitChannel> Visits { get; init; } = [];

    /// <summary>In a visit it shows the clerk something of the resident's, which is entered first.</summary>
    public bool Shows => Visits.Count > 0 && !Idempotent;

    /// <summary>The message carries its own proof (the key-binding JWT of RequestData), which the gate checks as rule 4.</summary>
    public bool ProofInMessage { get; init; }

    /// <summary>
    /// Stops something for a resident: the service latches as soon as the message is known to be theirs, and asks for freshness and first use
    /// of the proof after that (I-06).
    /// </summary>
    public bool LatchesFirst { get; init; }

    /// <summary>Open also to a device whose resident ordered her erasure, for a day: it may ask again what became of the order.</summary>
    public bool TellsErased { get; init; }

    /// <summary>Changes something: repeats are recognised by <c>request_id</c>.</summary>
    public bool Idempotent => Input.FindFieldByName("request_id") is not null;

    /// <summary>
    /// Shows a resident her own lists and changes nothing: in her own session, as herself, it needs no call proof (<see cref="Authentication"/>). Values,
    /// documents to sign and the files she takes away are not among them.
    /// </summary>
    public bool WithoutProof { get; init; }

    /// <summary>
    /// The message carries secrets of sessions, each bound to the certificate of the connection and each the proof of what it asks; a host asks by it
    /// without a call proof, as it may in each of these sessions alone (<see cref="WithoutProof"/>).
    /// </summary>
    public bool SecretsInMessage { get; init; }

    /// <summary>Largest message in bytes.</summary>
    public required int MaxMessageBytes { get; init; }

    /// <summary>
    /// True when the bytes are a message of this method and hold nothing this server does not know. An unknown field is refused, not skipped:
    /// a newer client may believe that it narrows something.
    /// </summary>
    public bool Understands(byte[] message)
    {
        try
        {
            var known = Input.Parser.WithDiscardUnknownFields(true).ParseFrom(message);
            return known.CalculateSize() == Input.Parser.ParseFrom(message).CalculateSize();
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    /// <summary>The same for a JSON body (ProtoJSON, unknown members refused).</summary>
    public bool UnderstandsJson(byte[] body)
    {
        try
        {
            StrictJson.Parse(System.Text.Encoding.UTF8.GetString(body), Input);
            return true;
        }
        catch (Exception failure) when (failure is InvalidProtocolBufferException or InvalidJsonException or ArgumentException or FormatException)
        {
            return false;
        }
    }

    private static readonly JsonParser StrictJson = new(new JsonParser.Settings(20));
}
