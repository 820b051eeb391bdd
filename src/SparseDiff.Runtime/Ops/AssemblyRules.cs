using SparseDiff;

[assembly: DifferentiationRules(typeof(Ops))]
[assembly: DifferentiationRules(typeof(Sparsify))]
