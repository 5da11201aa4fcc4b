//! The nominal reduced model: what a controller plans and approaches with. The true chamber differs by 10 to 20 %.

use super::vessel::Vessel;
use crate::description::ChamberNominal;
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;

/// Volume that the oil behind an intensifier's piston gives way by, m³/Pa, as the plant and every reduced model of it have it. Assumed:
/// 5 mL for 100 MPa.
pub const INTENSIFIER_OIL_M3_PER_PA: f64 = 5e-14;

/// The chamber as its drawing and TEOS-10 describe it: volume, compliance and what follows from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NominalChamber {
    vessel: Vessel,
    ambient: Temperature,
}

impl NominalChamber {
    /// From the rig file.
    pub fn new(chamber: &ChamberNominal) -> Self {
        Self { vessel: Vessel::nominal(chamber), ambient: Temperature::from_celsius(chamber.ambient_celsius) }
    }

    /// Inner volume in litres at a pressure, the wall at the temperature `t`.
    pub fn volume_l(&self, p: AbsolutePressure, t: Temperature) -> f64 {
        self.vessel.volume_m3(p.mpa() * 1e6, t.celsius()) * 1000.0
    }

    /// Relative growth of the inner volume per pressure, 1/MPa.
    pub fn compliance_per_mpa(&self) -> f64 {
        self.vessel.compliance_per_pa() * 1e6
    }

    /// Mass of water in the full chamber, kg, at uniform temperature.
    pub fn water_mass_kg(&self, p: AbsolutePressure, sp: PracticalSalinity, t: Temperature) -> f64 {
        self.volume_l(p, t) / 1000.0 * seawater::density(sp.reference(), t, p.sea())
    }

    /// Flow at the pump's or release valve's density that changes pressure at this rate, mL/min.
    ///
    /// Quick change: the water follows its isentrope, so that its compressibility is 1/(ρc²). The sign follows the rate.
    pub fn flow_for_rate(
        &self,
        rate_mpa_per_min: f64,
        p: AbsolutePressure,
        sp: PracticalSalinity,
        t: Temperature,
    ) -> f64 {
        let density = seawater::density(sp.reference(), t, p.sea());
        let sound_speed = seawater::sound_speed(sp.reference(), t, p.sea());
        let compressibility_per_mpa = 1e6 / (density * sound_speed * sound_speed);
        let at_pressure_ml =
            self.volume_l(p, t) * 1000.0 * (compressibility_per_mpa + self.compliance_per_mpa());
        at_pressure_ml * rate_mpa_per_min * density / self.pump_density(sp)
    }

    /// Volume of pump water, in litres at the hall's temperature, that takes the chamber between two pressures at the
    /// same temperature. Negative when water leaves.
    pub fn pump_volume_l(
        &self,
        from: AbsolutePressure,
        to: AbsolutePressure,
        sp: PracticalSalinity,
        t: Temperature,
    ) -> f64 {
        let mass_kg = self.water_mass_kg(to, sp, t) - self.water_mass_kg(from, sp, t);
        mass_kg / self.pump_density(sp) * 1000.0
    }

    /// Fraction of the chamber's water at this pressure that came from the pump since one atmosphere, by mass.
    pub fn pumped_mass_fraction(&self, p: AbsolutePressure, sp: PracticalSalinity, t: Temperature) -> f64 {
        let at_atmosphere = self.water_mass_kg(AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA), sp, t);
        1.0 - at_atmosphere / self.water_mass_kg(p, sp, t)
    }

    /// Volume of dosing water, in litres, that brings a stirred, overflowing chamber from one salinity to another:
    /// V ln((S_dose − S_now)/(S_dose − S_target)). `None` if this dosing water cannot reach the target.
    pub fn dosing_volume_l(
        &self,
        now: PracticalSalinity,
        target: PracticalSalinity,
        dose: PracticalSalinity,
    ) -> Option<f64> {
        let ratio = (dose.value() - now.value()) / (dose.value() - target.value());
        (ratio.is_finite() && ratio >= 1.0).then(|| self.vessel.volume_m3 * 1000.0 * libm::log(ratio))
    }

    /// Change of sealed pressure with temperature at constant mass, MPa/K: α/(κ_T + β).
    pub fn pressure_per_kelvin(&self, p: AbsolutePressure, sp: PracticalSalinity, t: Temperature) -> f64 {
        let expansion = seawater::thermal_expansion(sp.reference(), t, p.sea());
        let compressibility_per_mpa = seawater::isothermal_compressibility(sp.reference(), t, p.sea()) * 1e6;
        expansion / (compressibility_per_mpa + self.compliance_per_mpa())
    }

    /// Length of the inside, m: heights above the floor lie between 0 and this.
    pub fn inner_length_m(&self) -> f64 {
        self.vessel.inner_length_m()
    }

    fn pump_density(&self, sp: PracticalSalinity) -> f64 {
        seawater::density(
            sp.reference(),
            self.ambient,
            AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA).sea(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    const SALINITY: PracticalSalinity = PracticalSalinity::new(35.0);

    fn chamber() -> NominalChamber {
        NominalChamber::new(&catalog::test_rig().chamber)
    }
    fn sea(mpa: f64) -> AbsolutePressure {
        AbsolutePressure::from_mpa(mpa + STANDARD_ATMOSPHERE_MPA)
    }
    fn celsius(value: f64) -> Temperature {
        Temperature::from_celsius(value)
    }

    #[test]
    fn val_litres_that_take_the_71_l_vessel_to_110_mpa_are_those_of_gsw_python() {
        // GSW-Python 3.6's rho_t_exact at SA = 35.16504 g/kg, times 70.7 L (1 + β p + 3α (t − 20 °C)) with β = 11.6/600 GPa and
        // α = 1.2e-5 /K, over its density at 20 °C and the surface; printed to 0.1 mL.
        for (t, expected) in [(2.0, 3.343_0), (20.0, 3.141_1)] {
            let litres = chamber().pump_volume_l(sea(0.0), sea(110.0), SALINITY, celsius(t));
            assert!((litres - expected).abs() < 1e-4, "{litres}");
        }
    }

    #[test]
    fn flows_integrate_to_the_isentropic_volume() {
        // The flow that gives 1 MPa/min, summed over 23 minutes along the isentrope, is the mass taken in.
        let chamber = chamber();
        let surface = sea(0.0).sea();
        let isentrope = |p: f64| {
            seawater::isentropic_temperature(SALINITY.reference(), celsius(5.0), surface, sea(p).sea())
        };
        let steps = 230;
        let millilitres: f64 = (0..steps)
            .map(|k| (f64::from(k) + 0.5) * 23.0 / f64::from(steps))
            .map(|p| chamber.flow_for_rate(1.0, sea(p), SALINITY, isentrope(p)) * 23.0 / f64::from(steps))
            .sum();
        let density_at = |p: f64| seawater::density(SALINITY.reference(), isentrope(p), sea(p).sea());
        let volume_at = |p: f64| chamber.volume_l(sea(p), celsius(5.0)) / 1000.0;
        let mass_kg = volume_at(23.0) * density_at(23.0) - volume_at(0.0) * density_at(0.0);
        let expected = mass_kg / chamber.pump_density(SALINITY) * 1e6;
        // The wall warms along the isentrope in the flow (0.36 K: 1.3e-5 of the volume) but not in the mass.
        assert!((millilitres / expected - 1.0).abs() < 1e-4, "{millilitres} {expected}");
    }

    #[test]
    fn one_millikelvin_is_one_kilopascal_in_a_sealed_chamber() {
        // 0.78 MPa/K at 2 °C and 1.00 MPa/K at 20 °C and 110 MPa for this vessel, printed to two digits.
        let chamber = chamber();
        assert!((chamber.pressure_per_kelvin(sea(110.0), SALINITY, celsius(2.0)) - 0.78).abs() < 0.01);
        assert!((chamber.pressure_per_kelvin(sea(110.0), SALINITY, celsius(20.0)) - 1.00).abs() < 0.01);
    }

    #[test]
    fn dosing_is_refused_when_the_water_cannot_reach_the_target() {
        let chamber = chamber();
        let salinity = PracticalSalinity::new;
        let litres = chamber.dosing_volume_l(salinity(35.0), salinity(17.5), salinity(0.0));
        assert!(
            (litres.unwrap() / (chamber.vessel.volume_m3 * 1000.0 * std::f64::consts::LN_2) - 1.0).abs()
                < 1e-14
        );
        assert_eq!(chamber.dosing_volume_l(salinity(35.0), salinity(38.0), salinity(0.0)), None);
        assert_eq!(chamber.dosing_volume_l(salinity(35.0), salinity(60.0), salinity(60.0)), None);
    }

    #[test]
    fn pumped_fraction_grows_from_nothing_to_four_percent() {
        let chamber = chamber();
        let fraction = |p: f64| chamber.pumped_mass_fraction(sea(p), SALINITY, celsius(2.0));
        assert!(fraction(0.0).abs() < 1e-15);
        assert!((0.04..0.05).contains(&fraction(110.0)), "{}", fraction(110.0));
    }
}
