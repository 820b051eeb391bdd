using SparseDiff.Cpu;

namespace SparseDiff.Tests;

public sealed class DenseProductTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 33, 17 }, { 17, 33, 1 }, { 17, 1, 33 }, { 17, 33, 65 }, { 8, 32, 256 }, { 9, 31, 257 }, { 64, 10, 512 },
        { 64, 100, 784 }, { 130, 70, 40 }, { 3, 5, 0 }, { 0, 5, 3 }, { 5, 0, 3 }, { 40, 16, 300 }, { 40, 48, 8 }, { 67, 203, 10 }, { 128, 1024, 15 }, { 4, 16, 1 },
        { 10, 512, 64 }, { 15, 203, 130 }, { 5, 64, 512 }, { 4, 129, 3 }, { 7, 130, 513 }, { 13, 63, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_managed_product_equals_the_reference_for_all_transpositions(int m, int n, int k)
        => EqualsReference(DenseBackend.Managed, m, n, k);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void OpenBlas_or_its_stand_in_equals_the_reference_for_all_transpositions(int m, int n, int k)
        => EqualsReference(DenseBackend.OpenBlas, m, n, k);

    [Fact]
    public void Leading_dimensions_broadcast()
    {
        Tensor a = Twin.Random(1, 3, 1, 5, 7);
        Tensor b = Twin.Random(2, 2, 7, 9);
        Tensor actual = Tensor.Zeros(3, 2, 5, 9);
        Tensor expected = Tensor.Zeros(Device.Reference, 3, 2, 5, 9);
        Twin.Cpu.MatMul(a, false, b, false, null, actual, false);
        Twin.Reference.MatMul(a.OnReference(), false, b.OnReference(), false, null, expected, false);
        Twin.Equal(expected, actual);
    }

    [Fact]
    public void A_batch_of_matrices_times_one_transposed_matrix_is_one_product()
    {
        Tensor a = Twin.Random(1, 3, 5, 7);
        Tensor b = Twin.Random(2, 9, 7);
        Tensor bias = Twin.Random(3, 9);
        Tensor actual = Tensor.Zeros(3, 5, 9);
        Tensor expected = Tensor.Zeros(Device.Reference, 3, 5, 9);
        Twin.Cpu.MatMul(a, false, b, true, bias, actual, false);
        Twin.Reference.MatMul(a.OnReference(), false, b.OnReference(), true, bias.OnReference(), expected, false);
        Twin.Equal(expected, actual);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        Tensor a = Twin.Random(1, 150, 300);
        Tensor b = Twin.Random(2, 300, 170);
        float[] one = Threads.With(1, () => Product(a, b));
        Assert.Equal(one, Threads.With(2, () => Product(a, b)));
        Assert.Equal(one, Threads.With(5, () => Product(a, b)));

        static float[] Product(Tensor a, Tensor b)
        {
            Tensor result = Tensor.Zeros(150, 170);
            Twin.Cpu.MatMul(a, false, b, false, null, result, false);
            return result.ToArray();
        }
    }

    [Fact]
    public unsafe void A_large_left_matrix_is_packed_in_pieces()
    {
        // More than the packed limit: 2 M floats.
        Tensor a = Twin.Random(1, 530, 4100);
        Tensor b = Twin.Random(2, 4100, 3);
        Tensor actual = Tensor.Zeros(530, 3);
        Tensor expected = Tensor.Zeros(Device.Reference, 530, 3);
        Gemm.Multiply(GemmShape.Contiguous(530, 3, 4100), Host.Pointer(a), Host.Pointer(b), Host.Pointer(actual), false);
        Twin.Reference.MatMul(a.OnReference(), false, b.OnReference(), false, null, expected, false);
        Twin.Equal(expected, actual);
    }

    private static void EqualsReference(DenseBackend backend, int m, int n, int k)
    {
        DenseBackend before = CpuOptions.DenseBackend;
        CpuOptions.DenseBackend = backend;
        try
        {
            for (int variant = 0; variant < 16; variant++)
            {
                bool transposeA = (variant & 1) != 0, transposeB = (variant & 2) != 0, accumulate = (variant & 4) != 0;
                Tensor a = transposeA ? Twin.Random(1, k, m) : Twin.Random(1, m, k);
                Tensor b = transposeB ? Twin.Random(2, n, k) : Twin.Random(2, k, n);
                Tensor? bias = (variant & 8) != 0 ? Twin.Random(3, n) : null;
                Tensor actual = Twin.Random(4, m, n);
                Tensor expected = actual.OnReference();
                Twin.Cpu.MatMul(a, transposeA, b, transposeB, bias, actual, accumulate);
                Twin.Reference.MatMul(a.OnReference(), transposeA, b.OnReference(), transposeB, bias?.OnReference(), expected, accumulate);
                Twin.Equal(expected, actual);
            }
        }
        finally
        {
            CpuOptions.DenseBackend = before;
        }
    }
}
