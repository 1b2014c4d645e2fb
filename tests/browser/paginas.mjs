// Every page, in a role that has it (and for a department or a team, its name): what the tests visit and what tests/meet/pages
// measures. A new page is added here.

// What the pages are about: an initiative with the TLO, one of a resident, and a link to follow the first.
export async function onderwerp(api) {
  const { initiatieven } = await api("/v1/initiatieven?status=in_behandeling_tlo");
  const { id } = initiatieven[0];
  const inhoud = { titel: "Bankjes", omschrijving: "Drie.", gebied: "Malburgen", thema: "groen", oorsprong: "bewoners" };
  const eigen = await api("/v1/initiatieven", { rol: "initiatiefnemer", inhoud });
  const volglink = await api(`/v1/initiatieven/${id}/volglink`);
  // Nobody is there: it will not be delivered to.
  const abonnement = { naam: "Zaaksysteem", adres: "https://zaken.gemeente.invalid/wijkspoor", soorten: ["initiatief_ingediend"] };
  const { id: koppeling } = await api("/v1/abonnementen", { rol: "beheerder", inhoud: abonnement });
  return { id, eigen: eigen.id, volglink: volglink.pad, koppeling };
}

export const PAGINAS = [
  [undefined, () => "/"],
  [undefined, () => "/aanmelden"],
  [undefined, ({ volglink }) => volglink],
  ["tlo", () => "/bestaat-niet"],
  ["tlo", () => "/werkvoorraad"],
  ["tlo", () => "/initiatieven"],
  ["tlo", ({ id }) => `/initiatieven/${id}`],
  ["tlo", ({ id }) => `/initiatieven/${id}/volglink`],
  ["tlo", ({ id }) => `/initiatieven/${id}/doen/overgang?welke=wijs_af`],
  ["tlo", ({ id }) => `/initiatieven/${id}/doen/overgang?welke=draag_over`],
  ["tlo", ({ id }) => `/initiatieven/${id}/doen/overgang?welke=bestaat_niet`],
  ["tlo", ({ id }) => `/initiatieven/${id}/doen/feit`],
  ["tlo", ({ id }) => `/initiatieven/${id}/doen/feit?welke=thema_toegekend`],
  ["tlo", ({ id }) => `/initiatieven/${id}/doen/geld`],
  ["tlo", () => "/indienen"],
  ["initiatiefnemer", () => "/indienen"],
  ["initiatiefnemer", () => "/mijn-initiatieven"],
  ["initiatiefnemer", ({ eigen }) => `/mijn-initiatieven/${eigen}`],
  ["auditor", () => "/besluiten"],
  ["beheerder", () => "/beheer"],
  ["beheerder", () => "/beheer/koppelingen/nieuw"],
  ["beheerder", ({ koppeling }) => `/beheer/koppelingen/${koppeling}`],
  ["beheerder", ({ koppeling }) => `/beheer/koppelingen/${koppeling}/sleutel`],
  ["beheerder", ({ koppeling }) => `/beheer/koppelingen/${koppeling}/beeindigen`],
  ["auditor", () => "/beheer"],
  ["management", () => "/werkvoorraad"],
  ["management", () => "/stagnatie"],
  ["management", () => "/stagnatie/rapport"],
  ["management", () => "/stagnatie/zaken?soort=beurt&duurtNog=true"],
  ["management", () => "/stagnatie?gebied=Nergens"],
  ["tlo", () => "/werkvoorraad", "Malburgen"],
  ["tlo", () => "/stagnatie", "Malburgen"],
  ["afdeling", () => "/werkvoorraad", "Openbare Ruimte"],
  ["afdeling", () => "/initiatieven", "Openbare Ruimte"],
  ["afdeling", () => "/stagnatie", "Openbare Ruimte"],
  ["afdeling", () => "/stagnatie/zaken?soort=beurt&duurtNog=true", "Openbare Ruimte"],
];
