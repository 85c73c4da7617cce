using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

public sealed class IdentityTests
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    [Fact]
    public async Task Every_file_of_an_identity_is_readable_by_its_owner_only()
    {
        await using var here = await EnrolledCity.StartAsync();

        foreach (var file in Directory.GetFiles(here.Options.IdentityFolder))
        {
            (File.GetUnixFileMode(file) & Others).Should().Be(UnixFileMode.None, file);
        }

        (File.GetUnixFileMode(here.Options.IdentityFolder) & Others).Should().Be(UnixFileMode.None);
    }

    [Fact]
    [Trait("Invariant", "I-09")]
    public async Task An_enrolment_that_was_cut_off_is_finished_with_the_same_message()
    {
        await using var city = await TinyCity.StartAsync();
        var options = city.Options();
        options.MaxAttempts = 1;
        city.Behaviour.Unavailable = 1;

        var first = () => PdsClient.EnrollAsync(options, "enc_code");
        await first.Should().ThrowAsync<PdsException>();
        using var client = await PdsClient.EnrollAsync(options, "enc_code");

        var messages = city.Behaviour.Seen.Select(seen => seen.Message).OfType<EnrollOrganizationRequest>().ToList();
        messages.Should().HaveCount(2);
        messages[0].Should().Be(messages[1]);
    }

    [Fact]
    public async Task An_identity_opens_again_and_its_organisation_is_the_same()
    {
        await using var here = await EnrolledCity.StartAsync();
        var id = here.Client.OrganizationId;
        here.Client.Dispose();

        using var again = await PdsClient.OpenOrEnrollAsync(here.Options, () => throw new InvalidOperationException("enrolled already"));

        again.OrganizationId.Should().Be(id);
        again.Receipts.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_refused_with_a_reason()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.Client.Dispose();
        here.Options.Passphrase = "another passphrase";

        var open = () => new PdsClient(here.Options);

        open.Should().Throw<PdsException>().Which.Reason.Should().Be(LocalReasons.IdentityRefused);
    }

    [Fact]
    public async Task A_changed_log_key_is_refused()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.Client.Dispose();
        using var other = Ed25519Key.Create();
        here.Options.LogKey = new Ledger.NoteVerifier(TinyCity.Origin, other.PublicKey).ToString();

        var open = () => new PdsClient(here.Options);

        open.Should().Throw<PdsException>().Which.Reason.Should().Be(LocalReasons.PinnedFactChanged);
    }

    [Fact]
    public async Task A_certificate_readable_by_others_is_refused()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.Client.Dispose();
        var file = Path.Combine(here.Options.IdentityFolder, "certificate.pem");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);

        var open = () => new PdsClient(here.Options);

        open.Should().Throw<PdsException>().Which.Reason.Should().Be(LocalReasons.IdentityRefused);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_spoken_to()
    {
        await using var city = await TinyCity.StartAsync();
        await using var elsewhere = await TinyCity.StartAsync();
        var options = city.Options();
        options.CityCaFile = elsewhere.CityCaFile;
        options.MaxAttempts = 1;

        var enrol = () => PdsClient.EnrollAsync(options, "enc_code");

        (await enrol.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.ServerUnreachable);
        city.Behaviour.Seen.Should().BeEmpty();
    }

    [Fact]
    public async Task A_root_certificate_other_than_the_pinned_file_is_refused()
    {
        await using var city = await TinyCity.StartAsync();
        using var other = CertificateAuthority.CreateRoot("Other", CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(1)));
        city.Behaviour.Keys = keys =>
        {
            keys.RootCertificate = Google.Protobuf.ByteString.CopyFrom(other.Certificate);
            return keys;
        };

        var enrol = () => PdsClient.EnrollAsync(city.Options(), "enc_code");

        (await enrol.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.PinnedFactChanged);
    }
}
