using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Pds.Cryptography;

/// <summary>The URIs and DNS names of a certificate's subject alternative name (RFC 5280 section 4.2.1.6).</summary>
internal sealed record SubjectNames(IReadOnlyList<string> Uris, IReadOnlyList<string> DnsNames)
{
    private const string SubjectAlternativeName = "2.5.29.17";
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    public static SubjectNames Of(X509Certificate2 certificate)
    {
        List<string> uris = [];
        List<string> dnsNames = [];
        if (certificate.Extensions[SubjectAlternativeName] is { } extension)
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                if (tag.HasSameClassAndValue(Uri))
                {
                    uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Uri));
                }
                else if (tag.HasSameClassAndValue(DnsName))
                {
                    dnsNames.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, DnsName));
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }

        return new SubjectNames(uris, dnsNames);
    }
}
