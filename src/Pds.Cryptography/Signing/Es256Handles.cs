using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Pds.Cryptography;

/// <summary>
/// A few native copies of one P-256 key. Importing a key costs more than checking a signature, and an <see cref="ECDsa"/>
/// object promises nothing to two threads at once, so each operation borrows a copy that nobody else holds.
/// </summary>
internal sealed class Es256Handles(Func<ECDsa> open) : IDisposable
{
    private static readonly int Limit = Environment.ProcessorCount * 2;

    private readonly ConcurrentBag<Handle> idle = [];
    private volatile bool disposed;

    /// <summary>Takes over a copy that is open already.</summary>
    public Es256Handles(Func<ECDsa> open, ECDsa first)
        : this(open) => idle.Add(new Handle(first));

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var handle = Borrow();
        try
        {
            return handle.Key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            Return(handle);
        }
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var handle = Borrow();
        try
        {
            return handle.Key.VerifyData(
                data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            Return(handle);
        }
    }

    /// <summary>Checks a signature in DER, as authenticators write it.</summary>
    public bool VerifyDer(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var handle = Borrow();
        try
        {
            return handle.Key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        finally
        {
            Return(handle);
        }
    }

    /// <summary>Signs through Microsoft.IdentityModel, as JWS signing inputs are.</summary>
    public byte[] SignToken(byte[] signingInput)
    {
        var handle = Borrow();
        try
        {
            return handle.Signer.Sign(signingInput);
        }
        finally
        {
            Return(handle);
        }
    }

    /// <summary>Checks through Microsoft.IdentityModel, as JWS signing inputs are.</summary>
    public bool VerifyToken(byte[] signingInput, byte[] signature)
    {
        var handle = Borrow();
        try
        {
            return handle.Verifier.Verify(signingInput, signature);
        }
        finally
        {
            Return(handle);
        }
    }

    public void Dispose()
    {
        disposed = true;
        CloseIdle();
    }

    public void CloseIdle()
    {
        while (idle.TryTake(out var handle))
        {
            handle.Dispose();
        }
    }

    private Handle Borrow()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return idle.TryTake(out var handle) ? handle : new Handle(open());
    }

    private void Return(Handle handle)
    {
        if (disposed || idle.Count >= Limit)
        {
            handle.Dispose();
        }
        else
        {
            idle.Add(handle);
        }
    }

    private sealed class Handle(ECDsa key) : IDisposable
    {
        private AsymmetricSignatureProvider? signer;
        private AsymmetricSignatureProvider? verifier;

        public ECDsa Key { get; } = key;

        public AsymmetricSignatureProvider Signer => signer ??= Provider(willCreateSignatures: true);

        public AsymmetricSignatureProvider Verifier => verifier ??= Provider(willCreateSignatures: false);

        public void Dispose()
        {
            signer?.Dispose();
            verifier?.Dispose();
            Key.Dispose();
        }

        private AsymmetricSignatureProvider Provider(bool willCreateSignatures) =>
            new(new ECDsaSecurityKey(Key), SecurityAlgorithms.EcdsaSha256, willCreateSignatures);
    }
}
