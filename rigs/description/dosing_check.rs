//! Whether dosing can bring the chamber to a leg's salinity.

use super::{Leg, Loaded, Problem, Procedure, Rig};

/// The largest dose that a leg may need, in volumes of the chamber.
///
/// A stirred chamber that overflows keeps e^(−V_dose/V) of what it held (`NominalChamber::dosing_volume_l`), so that
/// fresh water never takes it to zero and brine never takes it to the brine's own salinity: each halving of what is left
/// costs 0.7 volumes more. After 4.5 volumes 1.1 % is left, which is 0.44 from a chamber of SP 40. Below that, a leg
/// costs hundreds of litres and hours for water in which Practical Salinity, defined from 2 up, no longer means much.
pub(super) const LARGEST_DOSE_VOLUMES: f64 = 4.5;

/// The least and the most salinity that the largest dose reaches, from the saltiest and from fresh water.
pub(super) fn reachable_practical(rig: &Rig) -> (f64, f64) {
    let left = libm::exp(-LARGEST_DOSE_VOLUMES);
    let saltiest = rig.limits.salinity_max_practical;
    (saltiest * left, saltiest.min(rig.dosing.brine_salinity_practical * (1.0 - left)))
}

pub(super) fn check_salinity(
    index: usize,
    leg: &Leg,
    rig: &Loaded<Rig>,
    procedure: &Loaded<Procedure>,
    problems: &mut Vec<Problem>,
) {
    let (least, most) = reachable_practical(&rig.value);
    let value = leg.salinity_practical;
    if (least..=most).contains(&value) {
        return;
    }
    let litres = LARGEST_DOSE_VOLUMES * rig.value.chamber.volume_l;
    let (saltiest, brine) =
        (rig.value.limits.salinity_max_practical, rig.value.dosing.brine_salinity_practical);
    let accepted = format!(
        "{least:.2} to {}: `limits.salinity_max_practical` of {} is {saltiest}, and the largest dose, \
         {LARGEST_DOSE_VOLUMES} volumes of the chamber ({litres:.0} L), leaves {least:.2} of it in fresh water and \
         stays below the brine's {brine}",
        if most < saltiest { format!("{most:.2}") } else { most.to_string() },
        rig.value.name,
    );
    problems.push(procedure.problem(format!("leg[{index}].salinity_practical"), value, accepted));
}
