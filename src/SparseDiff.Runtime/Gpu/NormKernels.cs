using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>How rows are normalized.</summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Columns">How many entries a row has.</param>
/// <param name="Centred">1: around the mean (layer norm); 0: around zero.</param>
/// <param name="Epsilon">Keeps the root away from 0.</param>
/// <param name="Weighted">1 when there is a weight.</param>
/// <param name="Shifted">1 when there is a bias.</param>
internal readonly record struct NormShape(int Rows, int Columns, int Centred, float Epsilon, int Weighted, int Shifted);

/// <summary>Layer norm and root-mean-square norm: one group a row. The result may overwrite the gradient.</summary>
internal static class NormKernels
{
    /// <summary>into = (x - mean) · scale · weight + bias. An absent weight or bias is any view.</summary>
    [GpuKernel]
    public static void Forward(NormShape shape, ArrayView<float> x, ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> into)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            int start = row * shape.Columns;
            float mean = Mean(shape, start, x, shared);
            float scale = Scale(shape, start, mean, x, shared);
            for (int i = Group.IdxX; i < shape.Columns; i += Group.DimX)
            {
                float y = (x[start + i] - mean) * scale;
                if (shape.Weighted != 0)
                    y *= weight[i];
                if (shape.Shifted != 0)
                    y += bias[i];
                into[start + i] = y;
            }
        }
    }

    /// <summary>into = scale · (g - mean(g) - x̂ · mean(g · x̂)) with g = dY · weight; without mean(g) unless centred.</summary>
    [GpuKernel]
    public static void Backward(NormShape shape, ArrayView<float> x, ArrayView<float> weight, ArrayView<float> dY, ArrayView<float> into)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            int start = row * shape.Columns;
            float mean = Mean(shape, start, x, shared);
            float scale = Scale(shape, start, mean, x, shared);
            float total = 0f;
            float along = 0f;
            for (int i = Group.IdxX; i < shape.Columns; i += Group.DimX)
            {
                float g = shape.Weighted != 0 ? dY[start + i] * weight[i] : dY[start + i];
                total += g;
                along += g * (x[start + i] - mean) * scale;
            }

            total = Groups.Reduce<float, FloatSum>(total, shared) / shape.Columns;
            along = Groups.Reduce<float, FloatSum>(along, shared) / shape.Columns;
            float meanOfG = shape.Centred != 0 ? total : 0f;
            for (int i = Group.IdxX; i < shape.Columns; i += Group.DimX)
            {
                float g = shape.Weighted != 0 ? dY[start + i] * weight[i] : dY[start + i];
                into[start + i] = scale * (g - meanOfG - ((x[start + i] - mean) * scale * along));
            }
        }
    }

    private static float Mean(NormShape shape, int start, ArrayView<float> x, ArrayView<float> shared)
    {
        float sum = 0f;
        for (int i = Group.IdxX; i < shape.Columns; i += Group.DimX)
            sum += x[start + i];
        sum = Groups.Reduce<float, FloatSum>(sum, shared) / shape.Columns;
        return shape.Centred != 0 ? sum : 0f;
    }

    private static float Scale(NormShape shape, int start, float mean, ArrayView<float> x, ArrayView<float> shared)
    {
        float sum = 0f;
        for (int i = Group.IdxX; i < shape.Columns; i += Group.DimX)
            sum += (x[start + i] - mean) * (x[start + i] - mean);
        return 1f / MathF.Sqrt((Groups.Reduce<float, FloatSum>(sum, shared) / shape.Columns) + shape.Epsilon);
    }
}
