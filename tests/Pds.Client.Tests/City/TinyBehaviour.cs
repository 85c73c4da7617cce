using System.Collections.Concurrent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

/// <summary>What a test asks the tiny city to do wrong, and what the city saw.</summary>
internal sealed class TinyBehaviour
{
    /// <summary>Answers UNAVAILABLE to this many calls before it works again.</summary>
    public int Unavailable { get; set; }

    /// <summary>Changes an answer with data on its way out.</summary>
    public Func<RequestDataResponse, RequestDataResponse> Data { get; set; } = answer => answer;

    /// <summary>Changes what is recorded before data is opened.</summary>
    public Func<DisclosureIntended, DisclosureIntended> Intended { get; set; } = entry => entry;

    /// <summary>Changes what is recorded before data leaves.</summary>
    public Func<Disclosed, Disclosed> Released { get; set; } = entry => entry;

    /// <summary>Changes a receipt on its way out.</summary>
    public Func<Receipt, Receipt> Receipt { get; set; } = answer => answer;

    /// <summary>Changes the server's keys on their way out.</summary>
    public Func<GetServerKeysResponse, GetServerKeysResponse> Keys { get; set; } = answer => answer;

    /// <summary>Changes what is sealed for the recipient, before it is sealed.</summary>
    public Func<string, string> Plaintext { get; set; } = text => text;

    /// <summary>Changes what a source signs.</summary>
    public Func<SourceRecordContent, SourceRecordContent> Source { get; set; } = content => content;

    /// <summary>Refuses requests for data with this failure.</summary>
    public Grpc.Core.RpcException? Refusal { get; set; }

    /// <summary>Breaks the stream of a batch off after this many answers, once; null lets it go to its end.</summary>
    public int? CutAfter { get; set; }

    /// <summary>Changes the refusal of an item on its way out.</summary>
    public Action<ItemRefusal> Item { get; set; } = _ => { };

    /// <summary>Every message that arrived, with its call proof, in order; attempts that were answered UNAVAILABLE too.</summary>
    public ConcurrentQueue<(Google.Protobuf.IMessage Message, string? Proof)> Seen { get; } = new();
}
