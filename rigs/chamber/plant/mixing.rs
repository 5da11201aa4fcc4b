//! What passes between neighbouring layers: through-flow, stirring, overturning where the lower water is lighter, conduction.
//!
//! Exchange swaps equal masses E (kg/s), so that it carries salt E (σ_i − σ_{i+1}) and energy E (h_i − h_{i+1}), with h the
//! enthalpy of the liquid plus its height's potential energy: parcels that rise along the isentrope carry nothing. Stirring
//! gives E = ρ A K/Δz. Overturning is Prandtl's: K = ℓ² √(−N²) with eddies of half the bore, and N² of the density difference
//! δ = ρ_{i+1} − ρ_i by TEOS-10, both brought to one pressure along the isentrope. So E = A ℓ²/Δz² √(ρ g Δz) f(δ), where
//! f(δ) = δ₊/(δ² + ε²)^¼ is √δ when unstable, nothing when stable, and smooth between. Through-flow is taken from upstream.

use super::Parameters;
use super::cell::{Cell, Place, Slopes};
use super::layer::Point;
use hadal_models::constants::STANDARD_GRAVITY;

/// Size of overturning eddies over the bore; assumed.
const EDDIES: f64 = 0.5;
/// Half width of the passage from stable to unstable, kg/m³ over a metre: 0.4 mK of warm water.
const PASSAGE_KG_PER_M4: f64 = 1e-4;
/// Half width of the passage from down to up in through-flow, kg/s: a twentieth of a millilitre a minute.
const REVERSAL_KG_PER_S: f64 = 1e-6;
/// Thermal conductivity of water, W/(m K) (IAPWS R15-11 at 15 °C: 0.59).
const WATER_CONDUCTIVITY: f64 = 0.59;

/// What moves water and heat between any two layers during a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mixing {
    stirred_kg_per_s: f64,
    overturning: f64,
    passage_kg_per_m3: f64,
    conductance_w_per_k: f64,
    compressibility_per_pa: f64,
}

/// The flows of salt (kg/s) and energy (W) up through an interface, with their derivatives by temperature and salinity
/// below and above, by the through-flow, and by pressure.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Link {
    pub(super) value: [f64; 2],
    pub(super) by_lower: [[f64; 2]; 2],
    pub(super) by_upper: [[f64; 2]; 2],
    pub(super) by_rising: [f64; 2],
    pub(super) by_pa: [f64; 2],
    /// Liquid that passes upward, kg/s.
    pub(super) up_kg_per_s: f64,
}

impl Mixing {
    /// Between layers of this thickness, m, in water of this density and isentropic compressibility.
    pub(super) fn new(
        parameters: &Parameters,
        stirring: f64,
        thickness_m: f64,
        density: f64,
        compressibility_per_pa: f64,
    ) -> Self {
        let radius_m = 0.5 * parameters.vessel.inner_diameter_m;
        let area_m2 = std::f64::consts::PI * radius_m * radius_m;
        let eddies = EDDIES * parameters.vessel.inner_diameter_m / thickness_m;
        let diffusivity = parameters.stirrer_diffusivity_m2_per_s * stirring;
        Self {
            stirred_kg_per_s: density * area_m2 * diffusivity / thickness_m,
            overturning: area_m2 * eddies * eddies * (density * STANDARD_GRAVITY * thickness_m).sqrt(),
            passage_kg_per_m3: PASSAGE_KG_PER_M4 * thickness_m,
            conductance_w_per_k: WATER_CONDUCTIVITY * area_m2 / thickness_m,
            compressibility_per_pa,
        }
    }

    /// The interface between two layers.
    pub(super) fn link(
        &self,
        rising_kg_per_s: f64,
        (low, low_place, low_point): (&Cell, &Place, &Point),
        (high, high_place, high_point): (&Cell, &Place, &Point),
    ) -> Link {
        let below = self.density(low, low_place);
        let above = self.density(high, high_place);
        let (root, slope) = passage(above.value - below.value, self.passage_kg_per_m3);
        let exchange = self.stirred_kg_per_s + self.overturning * root;
        let by_difference = self.overturning * slope;
        let size = rising_kg_per_s.hypot_with(REVERSAL_KG_PER_S);
        let (up, down) =
            (0.5 * (size + rising_kg_per_s) + exchange, 0.5 * (size - rising_kg_per_s) + exchange);
        let direction = rising_kg_per_s / size;
        let mut link = Link { up_kg_per_s: up, ..Link::default() };
        let salinities = (Slopes::salinity(low.salinity), Slopes::salinity(high.salinity));
        for (row, (a, b)) in
            [(&salinities.0, &salinities.1), (&low.enthalpy, &high.enthalpy)].into_iter().enumerate()
        {
            let difference = a.value - b.value;
            let swayed = by_difference * difference;
            link.value[row] = up * a.value - down * b.value;
            link.by_lower[row] = [
                up * a.by_celsius - swayed * below.by_celsius,
                up * a.by_salinity - swayed * below.by_salinity,
            ];
            link.by_upper[row] = [
                -down * b.by_celsius + swayed * above.by_celsius,
                -down * b.by_salinity + swayed * above.by_salinity,
            ];
            link.by_rising[row] = 0.5 * ((1.0 + direction) * a.value + (1.0 - direction) * b.value);
            link.by_pa[row] = up * a.by_pa - down * b.by_pa;
        }
        link.value[1] += self.conductance_w_per_k * (low_point.celsius - high_point.celsius);
        link.by_lower[1][0] += self.conductance_w_per_k;
        link.by_upper[1][0] -= self.conductance_w_per_k;
        link
    }

    /// Density brought to the pressure of half height along the isentrope.
    fn density(&self, cell: &Cell, place: &Place) -> Slopes {
        let brought = 1.0 - self.compressibility_per_pa * place.head_pa;
        let value = brought / cell.volume.value;
        let slope = -value / cell.volume.value;
        Slopes {
            value,
            by_celsius: slope * cell.volume.by_celsius,
            by_salinity: slope * cell.volume.by_salinity,
            ..Slopes::default()
        }
    }
}

impl Link {
    /// The link above the uppermost layer: what would rise there carries that layer's own water.
    pub(super) fn ceiling(cell: &Cell) -> Self {
        Self { by_rising: [cell.salinity, cell.enthalpy.value], ..Self::default() }
    }

    /// The flows after small changes on both sides.
    pub(super) fn moved(&self, low: &Point, high: &Point, rise_pa: f64) -> [f64; 2] {
        std::array::from_fn(|row| {
            let ([a, b], [c, d]) = (self.by_lower[row], self.by_upper[row]);
            let sides = a * low.celsius + b * low.salinity + c * high.celsius + d * high.salinity;
            self.value[row] + sides + self.by_rising[row] * low.rising_kg_per_s + self.by_pa[row] * rise_pa
        })
    }
}

impl Slopes {
    fn salinity(value: f64) -> Self {
        Self { value, by_salinity: 1.0, ..Self::default() }
    }
}

/// f(δ) = δ₊/(δ² + ε²)^¼ with δ₊ = (δ + √(δ² + ε²))/2, and its derivative.
fn passage(difference: f64, width: f64) -> (f64, f64) {
    let size = difference.hypot_with(width);
    let positive =
        if difference > 0.0 { 0.5 * (difference + size) } else { 0.5 * width * width / (size - difference) };
    let root = size.sqrt();
    let value = positive / root;
    (value, positive / (size * root) - 0.5 * value * difference / (size * size))
}

/// √(x² + y²) of two numbers of moderate size, by operations that every machine rounds alike.
trait HypotenuseWith {
    fn hypot_with(self, other: f64) -> f64;
}

impl HypotenuseWith for f64 {
    fn hypot_with(self, other: f64) -> f64 {
        (self * self + other * other).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::passage;

    const WIDTH: f64 = 1e-5;

    #[test]
    fn overturning_is_the_root_of_the_density_difference_and_nothing_in_stable_water() {
        assert!((passage(1.0, WIDTH).0 - 1.0).abs() < 1e-9);
        assert!(passage(-1.0, WIDTH).0 < 1e-9 && passage(-1.0, WIDTH).0 > 0.0);
    }

    #[test]
    fn slope_of_the_passage_is_that_of_its_value() {
        for difference in [-0.5, -2e-4, -1e-5, 0.0, 3e-6, 1e-5, 0.2] {
            let step = 1e-10;
            let value = |by: f64| passage(difference + by, WIDTH).0;
            let slope = (value(step) - value(-step)) / (2.0 * step);
            let error = passage(difference, WIDTH).1 - slope;
            assert!(error.abs() < 1e-5 * (1.0 + slope.abs()), "{difference}: {error}");
        }
    }
}
