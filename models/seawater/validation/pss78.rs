//! The practical salinity scale against itself, and where it ends.

use crate::quantity::{Conductivity, PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::{conductivity, practical_salinity};
use proptest::prelude::*;

#[test]
fn fresh_water_does_not_conduct_and_negative_conductivity_is_no_salinity() {
    let (t, p) = (Temperature::from_celsius(5.0), SeaPressure::SURFACE);
    assert!(conductivity(PracticalSalinity::new(0.0), t, p).siemens_per_m().abs() < 1e-300);
    assert!(practical_salinity(Conductivity::from_siemens_per_m(0.0), t, p).value().abs() < 1e-12);
    assert!(practical_salinity(Conductivity::from_siemens_per_m(-1e-5), t, p).value().is_nan());
}

proptest! {
    #[test]
    fn salinity_comes_back_from_its_conductivity(
        salinity in 0.05f64..45.0,
        celsius in -2.0f64..42.0,
        mpa in 0.0f64..127.0,
    ) {
        let (t, p) = (Temperature::from_celsius(celsius), SeaPressure::from_mpa(mpa));
        let back = practical_salinity(conductivity(PracticalSalinity::new(salinity), t, p), t, p);
        prop_assert!((back.value() - salinity).abs() < 1e-12 * (1.0 + salinity), "{} {}", back.value(), salinity);
    }
}
