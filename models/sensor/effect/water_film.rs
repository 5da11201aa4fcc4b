//! The film of water at a wall: how easily heat and oxygen cross it, by the flow along it.
//!
//! Viscosity of pure water follows Vogel's law, μ = 2.414e-5 Pa s · 10^(247.8/(T − 140 K)) (Touloukian, Saxena and Hestermans,
//! Thermophysical Properties of Matter 11, 1975; 2.5 % from 0 to 370 °C); salt of the open sea adds 7 % (judgement, between 6 and
//! 8 % in tables). Films need no more: their coefficients are good to 10 or 20 %.

use crate::quantity::Temperature;

/// Density times heat capacity of seawater, J/(m³ K): 4.09e6 within 0.5 % at one atmosphere, 0 to 30 °C.
pub const SEAWATER_HEAT_J_PER_M3_K: f64 = 4.09e6;
/// What salt adds to viscosity.
const SALT: f64 = 1.07;

/// Kinematic viscosity of seawater, m²/s. Range: 0 to 40 °C.
pub fn kinematic_viscosity_m2_per_s(water: Temperature) -> f64 {
    SALT * 2.414e-5 * libm::pow(10.0, 247.8 / (water.kelvin() - 140.0)) / 1_026.0
}

/// Thermal conductivity of seawater, W/(m K): 0.56 at 0 °C, 0.60 at 20 °C (Caldwell, Deep-Sea Research 21 (1974) 131, rounded
/// to a straight line).
pub fn thermal_conductivity_w_per_m_k(water: Temperature) -> f64 {
    0.56 + 0.0018 * water.celsius()
}

/// Prandtl number of seawater.
pub fn prandtl(water: Temperature) -> f64 {
    kinematic_viscosity_m2_per_s(water) * SEAWATER_HEAT_J_PER_M3_K / thermal_conductivity_w_per_m_k(water)
}

/// Diffusivity of oxygen in seawater, m²/s: log₁₀(D/(cm²/s)) = −4.410 + 773.8 K/T − (506.4 K/T)² in pure water, −0.5 to 95 °C (Han
/// and Bartels, J. Phys. Chem. 100 (1996) 5597), less what salt adds to viscosity.
pub fn oxygen_diffusivity_m2_per_s(water: Temperature) -> f64 {
    let kelvin = water.kelvin();
    let square = 506.4 / kelvin * (506.4 / kelvin);
    1e-4 * libm::pow(10.0, -4.410 + 773.8 / kelvin - square) / SALT
}

/// Heat that crosses the film around a cylinder in a stream across it, W/(m² K).
///
/// Churchill and Bernstein, J. Heat Transfer 99 (1977) 300, good to 20 % where Reynolds times Prandtl exceeds 0.2. A still stream
/// conducts through a film of three diameters.
pub fn cylinder_w_per_m2_k(diameter_m: f64, speed_m_per_s: f64, water: Temperature) -> f64 {
    let prandtl = prandtl(water);
    let reynolds = speed_m_per_s.abs() * diameter_m / kinematic_viscosity_m2_per_s(water);
    let bend = libm::pow(1.0 + libm::pow(0.4 / prandtl, 2.0 / 3.0), 0.25);
    let turbulent = libm::pow(1.0 + libm::pow(reynolds / 282_000.0, 0.625), 0.8);
    let nusselt = 0.3 + 0.62 * reynolds.sqrt() * libm::cbrt(prandtl) / bend * turbulent;
    nusselt * thermal_conductivity_w_per_m_k(water) / diameter_m
}

/// Heat that crosses the film inside a tube, W/(m² K), averaged over its length.
///
/// Laminar with a thermal entrance to Reynolds 2,300, turbulent beyond 10,000, straight between (Gnielinski, Int. J. Heat Mass
/// Transfer 63 (2013) 134), with the friction factor of Petukhov for smooth tubes.
pub fn tube_w_per_m2_k(bore_m: f64, length_m: f64, speed_m_per_s: f64, water: Temperature) -> f64 {
    const LAMINAR_ENDS: f64 = 2_300.0;
    const TURBULENCE_IS_FULL: f64 = 10_000.0;
    let prandtl = prandtl(water);
    let slender = bore_m / length_m;
    let reynolds = speed_m_per_s.abs() * bore_m / kinematic_viscosity_m2_per_s(water);
    let laminar = |re: f64| libm::cbrt(3.66 * 3.66 * 3.66 + 1.615 * 1.615 * 1.615 * re * prandtl * slender);
    let turbulent = |re: f64| {
        let root = 0.79 * libm::log(re) - 1.64;
        let eighth = 0.125 / (root * root);
        let wall = 1.0 + 12.7 * eighth.sqrt() * (libm::pow(prandtl, 2.0 / 3.0) - 1.0);
        eighth * (re - 1_000.0) * prandtl / wall * (1.0 + libm::pow(slender, 2.0 / 3.0))
    };
    let share = ((reynolds - LAMINAR_ENDS) / (TURBULENCE_IS_FULL - LAMINAR_ENDS)).clamp(0.0, 1.0);
    let nusselt = if share >= 1.0 {
        turbulent(reynolds)
    } else {
        (1.0 - share) * laminar(reynolds.min(LAMINAR_ENDS)) + share * turbulent(TURBULENCE_IS_FULL)
    };
    nusselt * thermal_conductivity_w_per_m_k(water) / bore_m
}

/// How much warmer than the water an unheated body is that stops it, K: friction in the film, √Pr·v²/(2 c_p) in laminar flow
/// (Pohlhausen 1921; for probes in water Larson and Pedersen, Sea-Bird Electronics, 1996, who give the same law).
pub fn viscous_heating_k(speed_m_per_s: f64, water: Temperature) -> f64 {
    let heat_capacity_j_per_kg_k = SEAWATER_HEAT_J_PER_M3_K / 1_026.0;
    prandtl(water).sqrt() * speed_m_per_s * speed_m_per_s / (2.0 * heat_capacity_j_per_kg_k)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(celsius: f64) -> Temperature {
        Temperature::from_celsius(celsius)
    }

    #[test]
    fn water_is_as_viscous_as_water() {
        // Pure water at 20 °C has 1.00 mPa s, at 0 °C 1.79 mPa s; salt and density are taken out again.
        for (celsius, pascal_second) in [(0.0, 1.79e-3), (20.0, 1.002e-3)] {
            let ours = kinematic_viscosity_m2_per_s(at(celsius)) * 1_026.0 / SALT;
            assert!((ours / pascal_second - 1.0).abs() < 0.025, "{ours}");
        }
        assert!((12.0..14.5).contains(&prandtl(at(0.0))), "{}", prandtl(at(0.0)));
    }

    /// 1.97 to 2.01e-9 m²/s at 20 °C in tables of gases in pure water.
    #[test]
    fn oxygen_diffuses_as_in_tables() {
        let ours = oxygen_diffusivity_m2_per_s(at(20.0)) * SALT;
        assert!((1.7e-9..2.1e-9).contains(&ours), "{ours}");
        assert!(oxygen_diffusivity_m2_per_s(at(2.0)) < 0.65 * oxygen_diffusivity_m2_per_s(at(20.0)));
    }

    #[test]
    fn films_thin_as_the_water_goes_faster_and_never_jump() {
        for flow in [cylinder_w_per_m2_k as fn(f64, f64, Temperature) -> f64, |bore, speed, water| {
            tube_w_per_m2_k(bore, 0.3, speed, water)
        }] {
            let along: Vec<f64> = (1..400).map(|k| flow(4e-3, 0.02 * f64::from(k), at(10.0))).collect();
            assert!(
                along.windows(2).all(|pair| pair[1] > pair[0] && pair[1] < 1.9 * pair[0] + 200.0),
                "{along:?}"
            );
        }
    }

    #[test]
    fn friction_warms_by_half_a_millikelvin_at_a_metre_per_second() {
        let heated = viscous_heating_k(1.0, at(2.0));
        assert!((0.4e-3..0.5e-3).contains(&heated), "{heated}");
        assert!((viscous_heating_k(2.0, at(2.0)) / heated - 4.0).abs() < 1e-12);
    }
}
