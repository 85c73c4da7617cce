using Pds.Auditor.Tests.World;

[assembly: AssemblyFixture(typeof(AuditedCity))]
