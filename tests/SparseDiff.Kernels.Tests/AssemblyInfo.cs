// The tests change process-wide options (threads, dense backend).
[assembly: CollectionBehavior(DisableTestParallelization = true)]
