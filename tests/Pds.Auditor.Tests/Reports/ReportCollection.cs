namespace Pds.Auditor.Tests.Reports;

/// <summary>One past, one export and one report for all tests of reports.</summary>
[CollectionDefinition(ReportedCity.Name)]
public sealed class ReportCollection : ICollectionFixture<ReportedCity>;
