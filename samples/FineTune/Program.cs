using FineTune;

return FineTuning.Run(args, Console.Error);
