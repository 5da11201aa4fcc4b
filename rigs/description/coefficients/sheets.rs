//! The sheets: each maker's coefficients by name, and what no sheet leaves.

use super::{Coefficient, ItemKind, coefficient};

/// Needed and optional coefficients of a kind.
pub(super) const fn of(kind: ItemKind) -> (&'static [Coefficient], &'static [Coefficient]) {
    match kind {
        ItemKind::Sbe37 => (&SBE_37_NEEDED, &SBE_37_OPTIONAL),
        ItemKind::Sbe16PlusV2 | ItemKind::Sbe19PlusV2 => (&SEA_CAT, &[]),
        ItemKind::Sbe911Plus => (&SBE_911_PLUS, &[]),
        ItemKind::RbrLogger3 => (&RBR_LOGGER3, &[]),
        ItemKind::ValeportMiniCtd => (&VALEPORT_MINI_CTD, &[]),
        ItemKind::AanderaaOptode4330 => (&AANDERAA_OPTODE, &[]),
    }
}

/// What a calibration in water cannot tell apart, so that the sheet must say it.
///
/// Sheets print PTEMPA1 near 0.05 °C per count, PTCA0 near 5e5 counts, PTCB0 near 25 and CTCOR as 3.25e-6; the ranges
/// are one to three orders of magnitude wider. They keep every divisor of the equations away from zero between −10 and
/// 60 °C: PTCB0 + PTCB1 t + PTCB2 t² (at least 5 − 3 − 1.8) and 1 + CTCOR t.
const SBE_37_NEEDED: [Coefficient; 11] = [
    coefficient("PTEMPA0", -500.0, 500.0, "zero of the pressure sensor's thermometer, °C"),
    coefficient("PTEMPA1", 1e-3, 1.0, "slope of the pressure sensor's thermometer, °C per count"),
    coefficient("PTEMPA2", -1e-4, 1e-4, "curvature of the pressure sensor's thermometer, °C per count²"),
    coefficient("PTCA0", -1.1e6, 1.1e6, "pressure counts at zero"),
    coefficient("PTCA1", -1000.0, 1000.0, "pressure counts at zero, per °C"),
    coefficient("PTCA2", -10.0, 10.0, "pressure counts at zero, per °C²"),
    coefficient("PTCB0", 5.0, 1000.0, "pressure span"),
    coefficient("PTCB1", -0.05, 0.05, "pressure span, per °C"),
    coefficient("PTCB2", -5e-4, 5e-4, "pressure span, per °C²"),
    coefficient("CTCOR", -1e-5, 1e-5, "conductivity cell, per °C"),
    coefficient("WBOTC", -1e-3, 1e-3, "conductivity oscillator, per °C"),
];

/// What the calibration finds out, unless the file holds it at the maker's value: the effects of pressure, and the span of
/// the pressure sensor, of which a bath at one atmosphere tells nothing.
const SBE_37_OPTIONAL: [Coefficient; 8] = [
    coefficient("TPCOR", -1e-5, 1e-5, "pressure effect on temperature, K per dbar"),
    coefficient("TPCOR2", -1e-9, 1e-9, "pressure effect on temperature, K per dbar²"),
    coefficient("CPCOR", -1e-6, 1e-6, "conductivity cell, per dbar"),
    coefficient("CPCOR2", -1e-10, 1e-10, "conductivity cell, per dbar²"),
    coefficient("CPCOR3", -1e-14, 1e-14, "conductivity cell, per dbar³"),
    coefficient("PA1", 1e-5, 10.0, "pressure bridge, psi per count"),
    coefficient("PA2", -1e-6, 1e-6, "pressure bridge, psi per count²"),
    coefficient("PA3", -1e-12, 1e-12, "pressure bridge, psi per count³"),
];

/// The whole sheet of an SBE 16plus or 19plus, because it sends converted values when asked to. Slopes that divide stay away from
/// zero, as for the SBE 37.
const SEA_CAT: [Coefficient; 22] = [
    coefficient("TA0", -0.1, 0.1, "thermistor, 1/K"),
    coefficient("TA1", -0.01, 0.01, "thermistor, 1/K"),
    coefficient("TA2", -0.001, 0.001, "thermistor, 1/K"),
    coefficient("TA3", -1e-4, 1e-4, "thermistor, 1/K"),
    coefficient("G", -20.0, 20.0, "conductivity cell, S/m"),
    coefficient("H", -20.0, 20.0, "conductivity cell, S/m per kHz²"),
    coefficient("I", -1.0, 1.0, "conductivity cell, S/m per kHz³"),
    coefficient("J", -1.0, 1.0, "conductivity cell, S/m per kHz⁴"),
    coefficient("CTCOR", -1e-5, 1e-5, "conductivity cell, per °C"),
    coefficient("CPCOR", -1e-6, 1e-6, "conductivity cell, per dbar"),
    coefficient("PA0", -500.0, 500.0, "pressure, psi"),
    coefficient("PA1", -1.0, 1.0, "pressure, psi per count"),
    coefficient("PA2", -1e-6, 1e-6, "pressure, psi per count²"),
    coefficient("PTCA0", -1.1e6, 1.1e6, "pressure counts at zero"),
    coefficient("PTCA1", -1000.0, 1000.0, "pressure counts at zero, per °C"),
    coefficient("PTCA2", -10.0, 10.0, "pressure counts at zero, per °C²"),
    coefficient("PTCB0", 5.0, 1000.0, "pressure span"),
    coefficient("PTCB1", -0.05, 0.05, "pressure span, per °C"),
    coefficient("PTCB2", -5e-4, 5e-4, "pressure span, per °C²"),
    coefficient("PTEMPA0", -500.0, 500.0, "zero of the pressure sensor's thermometer, °C"),
    coefficient("PTEMPA1", 1.0, 1000.0, "slope of the pressure sensor's thermometer, °C per volt"),
    coefficient("PTEMPA2", -10.0, 10.0, "curvature of the pressure sensor's thermometer, °C per volt²"),
];

/// An SBE 911plus sends raw data only. A calibration in water finds all but what the converter of the pressure sensor's
/// thermometer does.
const SBE_911_PLUS: [Coefficient; 2] = [
    coefficient("AD590M", 1e-3, 0.1, "slope of the pressure sensor's thermometer, °C per count"),
    coefficient("AD590B", -50.0, 50.0, "zero of the pressure sensor's thermometer, °C"),
];

/// The calibrations of an RBR logger: the channel's label, a hyphen and the maker's name (`conductivity_00-c0`). Conductivity is
/// `corr_cond3`, temperature `tmp`, pressure `corr_pres2`.
const RBR_LOGGER3: [Coefficient; 23] = [
    coefficient("conductivity_00-c0", -10.0, 10.0, "conductivity without loop, mS/cm"),
    coefficient("conductivity_00-c1", 1.0, 10000.0, "conductivity per voltage ratio, mS/cm"),
    coefficient("conductivity_00-x0", -1.0, 1.0, "zero, mS/cm per °C"),
    coefficient("conductivity_00-x1", -0.01, 0.01, "span, per °C"),
    coefficient("conductivity_00-x2", -1e-4, 1e-4, "span, per dbar"),
    coefficient("conductivity_00-x3", -1e-8, 1e-8, "span, per dbar²"),
    coefficient("conductivity_00-x4", -1e-11, 1e-11, "span, per dbar³"),
    coefficient("conductivity_00-x5", -5.0, 50.0, "temperature of the calibration, °C"),
    coefficient("conductivity_00-x6", 0.0, 100.0, "pressure of the calibration, dbar absolute"),
    coefficient("temperature_00-c0", 1e-3, 0.01, "thermistor, 1/K"),
    coefficient("temperature_00-c1", -0.01, 0.01, "thermistor, 1/K"),
    coefficient("temperature_00-c2", -1e-3, 1e-3, "thermistor, 1/K"),
    coefficient("temperature_00-c3", -1e-4, 1e-4, "thermistor, 1/K"),
    coefficient("pressure_00-c0", -1e4, 1e4, "pressure, dbar"),
    coefficient("pressure_00-c1", 1.0, 1e6, "pressure per voltage ratio, dbar"),
    coefficient("pressure_00-c2", -1e5, 1e5, "pressure per voltage ratio², dbar"),
    coefficient("pressure_00-c3", -1e5, 1e5, "pressure per voltage ratio³, dbar"),
    coefficient("pressure_00-x0", 0.0, 100.0, "pressure of the calibration, dbar absolute"),
    coefficient("pressure_00-x1", -100.0, 100.0, "zero, dbar per °C"),
    coefficient("pressure_00-x2", -1.0, 1.0, "zero, dbar per °C²"),
    coefficient("pressure_00-x3", -0.1, 0.1, "zero, dbar per °C³"),
    coefficient("pressure_00-x4", -0.01, 0.01, "span, per °C"),
    coefficient("pressure_00-x5", -5.0, 50.0, "temperature of the calibration, °C"),
];

/// Polynomials of each sensor's ratio, lowest power first. Derived: the maker's sheets are not public.
const VALEPORT_MINI_CTD: [Coefficient; 11] = [
    coefficient("temperature-c0", -1e5, 1e5, "temperature, °C"),
    coefficient("temperature-c1", -1e5, 1e5, "temperature, °C per ratio^1"),
    coefficient("temperature-c2", -1e5, 1e5, "temperature, °C per ratio^2"),
    coefficient("temperature-c3", -1e5, 1e5, "temperature, °C per ratio^3"),
    coefficient("conductivity-c0", -1e4, 1e4, "conductivity, mS/cm"),
    coefficient("conductivity-c1", -1e4, 1e4, "conductivity, mS/cm per ratio^1"),
    coefficient("conductivity-c2", -1e4, 1e4, "conductivity, mS/cm per ratio^2"),
    coefficient("pressure-c0", -1e6, 1e6, "pressure, dbar"),
    coefficient("pressure-c1", -1e6, 1e6, "pressure, dbar per ratio^1"),
    coefficient("pressure-c2", -1e6, 1e6, "pressure, dbar per ratio^2"),
    coefficient("pressure-c3", -1e6, 1e6, "pressure, dbar per ratio^3"),
];

/// The properties of an optode, by their names in `Get All` (TD 269, table 1-2); the temperature's polynomial is in the bridge's mV.
const AANDERAA_OPTODE: [Coefficient; 19] = [
    coefficient("TempCoef0", -100.0, 100.0, "temperature, °C"),
    coefficient("TempCoef1", -100.0, 100.0, "temperature, °C per mV^1"),
    coefficient("TempCoef2", -100.0, 100.0, "temperature, °C per mV^2"),
    coefficient("TempCoef3", -100.0, 100.0, "temperature, °C per mV^3"),
    coefficient("TempCoef4", -100.0, 100.0, "temperature, °C per mV^4"),
    coefficient("TempCoef5", -100.0, 100.0, "temperature, °C per mV^5"),
    coefficient("PhaseCoef0", -20.0, 20.0, "phase, degrees"),
    coefficient("PhaseCoef1", 0.1, 10.0, "phase"),
    coefficient("PhaseCoef2", -0.1, 0.1, "phase, per degree"),
    coefficient("PhaseCoef3", -0.01, 0.01, "phase, per degree²"),
    coefficient("SVUFoilCoef0", -1000.0, 1000.0, "Stern and Volmer's constant, l/µmol"),
    coefficient("SVUFoilCoef1", -1000.0, 1000.0, "the same, per °C"),
    coefficient("SVUFoilCoef2", -1000.0, 1000.0, "the same, per °C²"),
    coefficient("SVUFoilCoef3", -1000.0, 1000.0, "phase without oxygen"),
    coefficient("SVUFoilCoef4", -1000.0, 1000.0, "the same, per °C"),
    coefficient("SVUFoilCoef5", -1000.0, 1000.0, "phase, zero"),
    coefficient("SVUFoilCoef6", -1000.0, 1000.0, "phase, per degree"),
    coefficient("ConcCoef0", -100.0, 100.0, "adjustment of the concentration, µmol/l"),
    coefficient("ConcCoef1", 0.1, 10.0, "adjustment of the concentration"),
];
