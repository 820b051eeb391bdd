using FashionMnist;
using FashionMnist.Options;

return new CommandLine().Run(args, Console.Error, Job.Run);
