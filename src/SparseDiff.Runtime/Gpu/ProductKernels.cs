using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>A product of matrices: into [M, N] = op(a) [M, K] · op(b) [K, N] (+ bias), for each of a batch.</summary>
internal struct ProductShape
{
    /// <summary>Rows of the result.</summary>
    public int M;

    /// <summary>Columns of the result.</summary>
    public int N;

    /// <summary>The inner dimension.</summary>
    public int K;

    /// <summary>1 when a is stored [K, M].</summary>
    public int TransposeA;

    /// <summary>1 when b is stored [N, K].</summary>
    public int TransposeB;

    /// <summary>1 when there is a bias [N].</summary>
    public int HasBias;

    /// <summary>1 to add to what is there.</summary>
    public int Accumulate;

    /// <summary>Which matrix of a goes into the i-th result.</summary>
    public Strided BatchOfA;

    /// <summary>Which matrix of b goes into the i-th result.</summary>
    public Strided BatchOfB;
}

/// <summary>The dense product, in square tiles that pass through shared memory.</summary>
internal static class ProductKernels
{
    /// <summary>The most rows and columns of a tile: the group is a square of so many threads.</summary>
    public const int MaximalSide = 16;

    // One more than a tile's row: threads that read a column then meet different banks.
    private const int Pitch = MaximalSide + 1;

    /// <summary>One thread an entry of the result, one group a tile.</summary>
    [GpuKernel]
    public static void Product(ProductShape shape, ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> into)
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(MaximalSide * Pitch);
        ArrayView<float> tileB = SharedMemory.Allocate<float>(MaximalSide * Pitch);
        int side = Group.DimX;
        int x = Group.IdxX;
        int y = Group.IdxY;
        int tilesAcross = (shape.N + side - 1) / side;
        int tilesPerMatrix = tilesAcross * ((shape.M + side - 1) / side);
        int tiles = tilesPerMatrix * shape.BatchOfA.Length;
        for (int tile = Grid.IdxX; tile < tiles; tile += Grid.DimX)
        {
            int batch = tile / tilesPerMatrix;
            int firstRow = tile % tilesPerMatrix / tilesAcross * side;
            int firstColumn = tile % tilesAcross * side;
            int startA = shape.BatchOfA.At(batch) * shape.M * shape.K;
            int startB = shape.BatchOfB.At(batch) * shape.K * shape.N;
            float sum = 0f;
            for (int inner = 0; inner < shape.K; inner += side)
            {
                // Neighbouring threads (x) read neighbouring numbers, whichever way a matrix is stored.
                if (shape.TransposeA != 0)
                    tileA[(x * Pitch) + y] = At(a, startA, inner + y, firstRow + x, shape.K, shape.M);
                else
                    tileA[(y * Pitch) + x] = At(a, startA, firstRow + y, inner + x, shape.M, shape.K);
                if (shape.TransposeB != 0)
                    tileB[(x * Pitch) + y] = At(b, startB, firstColumn + y, inner + x, shape.N, shape.K);
                else
                    tileB[(y * Pitch) + x] = At(b, startB, inner + y, firstColumn + x, shape.K, shape.N);
                Group.Barrier();
                for (int l = 0; l < side; l++)
                    sum += tileA[(y * Pitch) + l] * tileB[(l * Pitch) + x];
                Group.Barrier();
            }

            int row = firstRow + y;
            int column = firstColumn + x;
            if (row < shape.M && column < shape.N)
            {
                int place = (((batch * shape.M) + row) * shape.N) + column;
                if (shape.HasBias != 0)
                    sum += bias[column];
                if (shape.Accumulate != 0)
                    sum += into[place];
                into[place] = sum;
            }
        }
    }

    /// <summary>An entry of a matrix, 0 outside of it.</summary>
    private static float At(ArrayView<float> matrix, int start, int row, int column, int rows, int columns)
    {
        float value = 0f;
        if (row < rows && column < columns)
            value = matrix[start + (row * columns) + column];
        return value;
    }
}
