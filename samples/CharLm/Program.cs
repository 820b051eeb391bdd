using CharLm;

return CharModels.Run(args, Console.Error);
