using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Arm = System.Runtime.Intrinsics.Arm;
using X86 = System.Runtime.Intrinsics.X86;

namespace Cps.Smime.Envelopes;

/// <summary>
/// The carry-less product of two 64-bit numbers: the processor's instruction on x86 and Arm, else a multiplication with holes that takes the
/// same time whatever the numbers are.
/// </summary>
internal static class CarrylessMultiplication
{
    /// <summary>The 128-bit product of the lower (0) or upper (1) halves of the arguments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Lower(Vector128<ulong> a, Vector128<ulong> b) =>
        X86.Pclmulqdq.IsSupported ? X86.Pclmulqdq.CarrylessMultiply(a, b, 0x00)
        : Arm.Aes.IsSupported ? Arm.Aes.PolynomialMultiplyWideningLower(a.GetLower(), b.GetLower())
        : Portable(a.ToScalar(), b.ToScalar());

    /// <inheritdoc cref="Lower"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Upper(Vector128<ulong> a, Vector128<ulong> b) =>
        X86.Pclmulqdq.IsSupported ? X86.Pclmulqdq.CarrylessMultiply(a, b, 0x11)
        : Arm.Aes.IsSupported ? Arm.Aes.PolynomialMultiplyWideningUpper(a, b)
        : Portable(a.GetElement(1), b.GetElement(1));

    /// <summary>The product without special instructions; public to this assembly so that tests can compare.</summary>
    internal static Vector128<ulong> Portable(ulong a, ulong b) => Vector128.Create(
        LowHalf(a, b),
        Reverse(LowHalf(Reverse(a), Reverse(b))) >> 1);

    // Every fourth bit at a time: the sums of a column stay below 16 and never carry into the next bit that counts.
    private static ulong LowHalf(ulong x, ulong y)
    {
        const ulong Holes = 0x1111111111111111;
        ulong x0 = x & Holes, x1 = x & (Holes << 1), x2 = x & (Holes << 2), x3 = x & (Holes << 3);
        ulong y0 = y & Holes, y1 = y & (Holes << 1), y2 = y & (Holes << 2), y3 = y & (Holes << 3);
        unchecked
        {
            ulong z0 = (x0 * y0) ^ (x1 * y3) ^ (x2 * y2) ^ (x3 * y1);
            ulong z1 = (x0 * y1) ^ (x1 * y0) ^ (x2 * y3) ^ (x3 * y2);
            ulong z2 = (x0 * y2) ^ (x1 * y1) ^ (x2 * y0) ^ (x3 * y3);
            ulong z3 = (x0 * y3) ^ (x1 * y2) ^ (x2 * y1) ^ (x3 * y0);
            return (z0 & Holes) | (z1 & (Holes << 1)) | (z2 & (Holes << 2)) | (z3 & (Holes << 3));
        }
    }

    private static ulong Reverse(ulong x)
    {
        x = ((x >> 1) & 0x5555555555555555) | ((x & 0x5555555555555555) << 1);
        x = ((x >> 2) & 0x3333333333333333) | ((x & 0x3333333333333333) << 2);
        x = ((x >> 4) & 0x0F0F0F0F0F0F0F0F) | ((x & 0x0F0F0F0F0F0F0F0F) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(x);
    }
}
