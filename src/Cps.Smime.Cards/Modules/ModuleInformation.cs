namespace Cps.Smime.Cards;

/// <summary>What a module says about itself (CK_INFO).</summary>
/// <param name="Manufacturer">The maker, for example <c>ANS</c>.</param>
/// <param name="Description">The module's description.</param>
/// <param name="Version">The module's version.</param>
/// <param name="CryptokiVersion">The version of PKCS#11 that it follows.</param>
public sealed record ModuleInformation(string Manufacturer, string Description, string Version, string CryptokiVersion);
