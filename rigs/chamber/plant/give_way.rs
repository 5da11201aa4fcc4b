//! A vessel that grows at once: a seal slips in its groove, or a housing inside fills with water.

use super::Plant;
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::AbsolutePressure;
use hadal_models::seawater;

/// Share of the pressure above the atmosphere that may be lost at once: what remains is still a full vessel.
const MOST: f64 = 0.9;

impl Plant {
    /// Gives the water more room, m³, and tells how much it took: no more than leaves the vessel full of liquid. The work that the
    /// water does goes into the seal or into the housing's metal.
    pub fn give_way(&mut self, volume_m3: f64) -> f64 {
        let vessel = self.parameters.vessel;
        let pressure = AbsolutePressure::from_mpa(self.pressure_pa * 1e-6);
        let excess_pa = (pressure.mpa() - STANDARD_ATMOSPHERE_MPA).max(0.0) * 1e6;
        let middle = self.water_at(0.5 * vessel.inner_length_m());
        let of_water = seawater::isothermal_compressibility(
            middle.salinity.reference(),
            middle.temperature,
            pressure.sea(),
        );
        let room_m3 = MOST * excess_pa * vessel.volume_m3 * (of_water + vessel.compliance_per_pa());
        let taken_m3 = volume_m3.clamp(0.0, room_m3);
        self.parameters.vessel.volume_m3 += taken_m3;
        taken_m3
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{IDLE, nominal, plant, sound};
    use super::super::{Plant, Start};

    /// At rest under pressure, a second after something gave way.
    fn after(mpa: f64, volume_m3: f64) -> Plant {
        let start = Start { pressure_mpa_absolute: Some(mpa), ..Start::uniform(20.0, 35.0) };
        let mut plant = plant(nominal(), start);
        plant.give_way(volume_m3);
        plant.step(&IDLE, &sound(), 1.0);
        plant
    }

    #[test]
    fn ten_millilitres_cost_what_compressibility_says() {
        let (still, slipped) = (after(60.0, 0.0), after(60.0, 1e-5));
        let vessel = still.parameters().vessel;
        let fell_pa = (still.pressure().mpa() - slipped.pressure().mpa()) * 1e6;
        // 1/(ρc²) of seawater at 20 °C and 60 MPa is 3.7e-10 /Pa to 2 % (TEOS-10), and the vessel's β adds to it.
        let expected_pa = 1e-5 / (vessel.volume_m3 * (3.7e-10 + vessel.compliance_per_pa()));
        assert!((fell_pa / expected_pa - 1.0).abs() < 0.03, "{fell_pa} {expected_pa}");
        assert_eq!(slipped.work().unconverged, 0);
    }

    #[test]
    fn a_flooded_housing_leaves_a_full_vessel_however_large_it_was() {
        let slipped = after(20.0, 0.05);
        assert!(
            slipped.pressure().mpa() > 0.1 && slipped.pressure().mpa() < 5.0,
            "{}",
            slipped.pressure().mpa()
        );
        assert_eq!(slipped.work().unconverged, 0);
        let vented = after(0.101_325, 0.05);
        assert!((vented.pressure().mpa() - 0.1).abs() < 0.02, "{}", vented.pressure().mpa());
    }
}
