namespace Pds.Consent;

/// <summary>The words of terms in documents, entries and receipts.</summary>
public static class TermWords
{
    /// <summary><c>day</c>, <c>month</c>, <c>year</c> or <c>whole</c>.</summary>
    public static string Of(CallPeriod period) => period switch
    {
        CallPeriod.Day => "day",
        CallPeriod.Month => "month",
        CallPeriod.Year => "year",
        CallPeriod.Whole => "whole",
    };

    /// <summary><c>view</c> or <c>store</c>.</summary>
    public static string Of(UseMode mode) => mode switch
    {
        UseMode.View => "view",
        UseMode.Store => "store",
    };
}
