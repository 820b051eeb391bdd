namespace SparseDiff.Grid.Tests;

public class CatalogueTests
{
    [Fact]
    public void The_grid_has_its_functions() => Assert.True(Catalogue.Count >= 150, $"There are {Catalogue.Count}.");
}
