using PaperStudy;
using PaperStudy.Options;

return new CommandLine().Run(args, Console.Error, StudyJob.Run);
