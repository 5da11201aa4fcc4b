//! How much fresh water or brine brings the chamber to a salinity, learning from each bottle how large it truly is.

use hadal_models::quantity::PracticalSalinity;
use hadal_rigs::chamber::NominalChamber;
use hadal_rigs::description::Dosing;

/// What is dosed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dose {
    /// Fresh water.
    Fresh,
    /// Seawater brine.
    Brine,
}

/// A dose under way or done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dosed {
    /// What.
    pub dose: Dose,
    /// How much.
    pub volume_l: f64,
    /// Salinity before it.
    pub from: PracticalSalinity,
}

/// The salinity of a dose.
pub fn salinity_of(dose: Dose, dosing: &Dosing) -> PracticalSalinity {
    PracticalSalinity::new(match dose {
        Dose::Fresh => 0.0,
        Dose::Brine => dosing.brine_salinity_practical,
    })
}

/// The dose that takes the chamber from one salinity to another; `None` if no dose can.
///
/// `volume_factor` is how much larger the chamber has proved than its nominal volume.
pub fn choose(
    from: PracticalSalinity,
    target: PracticalSalinity,
    volume_factor: f64,
    chamber: &NominalChamber,
    dosing: &Dosing,
) -> Option<Dosed> {
    let dose = if target.value() < from.value() { Dose::Fresh } else { Dose::Brine };
    let nominal_l = chamber.dosing_volume_l(from, target, salinity_of(dose, dosing))?;
    Some(Dosed { dose, volume_l: nominal_l * volume_factor, from })
}

/// What a bottle after a dose says about the chamber's true volume over its nominal one: V/V₀, from
/// dose = V ln((S_dose − S_from)/(S_dose − S_now)). Kept as it was when the dose was too small to tell.
pub fn learned_volume_factor(
    factor: f64,
    dosed: &Dosed,
    now: PracticalSalinity,
    chamber: &NominalChamber,
    dosing: &Dosing,
) -> f64 {
    let nominal_l = chamber.dosing_volume_l(dosed.from, now, salinity_of(dosed.dose, dosing));
    let Some(nominal_l) = nominal_l else { return factor };
    // A dose of a tenth of the chamber changes salinity by more than any bottle's error.
    let enough = chamber.dosing_volume_l(
        PracticalSalinity::new(1.0),
        PracticalSalinity::new(FRACTION_KEPT),
        PracticalSalinity::new(0.0),
    );
    if enough.is_some_and(|enough| nominal_l < enough) {
        factor
    } else {
        (dosed.volume_l / nominal_l).clamp(0.6, 1.6)
    }
}

/// Salinity left by a dose of a tenth of the chamber's volume, e^(−1/10).
const FRACTION_KEPT: f64 = 0.904_837;
