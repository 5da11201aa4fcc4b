//! GSW-Python where a place matters: depth, gravity, oxygen, Absolute Salinity; the funnel; salinity at its ends.

use crate::comparison::{Comparison, Section, Terms};
use crate::gsw::{absolute_salinity, practical_salinity};
use crate::reference::{
    GSW_ABSOLUTE_SALINITY, GSW_DEPTH, GSW_OXYGEN, GSW_POLYNOMIAL, GSW_THIN_SALINITY, Row, rows, rows_where,
};
use crate::seawater_check_values::tolerance;
use hadal_models::quantity::{Conductivity, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater::absolute_salinity::anomaly_ratio;
use hadal_models::seawater::{self, conductivity_sensitivity, depth_exact, gravity, polynomial_75};

const OWN: &str = "GSW's own";

/// How far each may be off over one range of pressure.
struct Depths {
    range: &'static str,
    dbar: [f64; 2],
    tolerances: [f64; 3],
    reason: &'static str,
}

/// As far as the toolbox's polynomial was fitted, its own tolerances. Beyond, the polynomial departs from the exact
/// enthalpy that we take: by 0.1 mm at 10,000 and 1.3 mm at 12,700 dbar; what carries pure water to IAPWS-95 above
/// 100 MPa may add 1 ppm of the last 2,600 m at most, a quarter of that. 2 mm of depth are 4.5e-9 m/s².
fn depth_and_gravity() -> Vec<Comparison> {
    let own = [tolerance("z_from_p"), tolerance("p_from_z"), tolerance("grav")];
    let departs = "its polynomial departs from its enthalpy";
    let depths = [
        Depths { range: "to 8,000 dbar", dbar: [-1.0, 8000.0], tolerances: own, reason: OWN },
        Depths {
            range: "8,000 to 10,000 dbar",
            dbar: [8000.0, 10_000.0],
            tolerances: [1.1e-4, 1.2e-4, 4.5e-9],
            reason: departs,
        },
        Depths {
            range: "10,000 to 12,700 dbar",
            dbar: [10_000.0, 12_700.0],
            tolerances: [2e-3, 2.1e-3, 4.5e-9],
            reason: departs,
        },
    ];
    let compare = |Depths { range, dbar: [above, to], tolerances, reason }| {
        let rows = rows_where(GSW_DEPTH, |row| row.number("p") > above && row.number("p") <= to);
        let terms = |unit, tolerance| Terms { unit, range, tolerance, reason };
        let depth = |row: &Row| seawater::depth(row.pressure(), row.latitude());
        let dbar = |row: &Row| seawater::pressure_at_depth(row.number("depth"), row.latitude()).dbar();
        [
            terms("m", tolerances[0]).compare("depth", rows.iter().map(|r| [depth(r), r.number("depth")])),
            terms("dbar", tolerances[1])
                .compare("pressure from depth", rows.iter().map(|r| [dbar(r), r.number("p_from_z")])),
            terms("m/s²", tolerances[2]).compare(
                "gravity",
                rows.iter().map(|r| [gravity(r.latitude(), r.pressure()), r.number("gravity")]),
            ),
        ]
    };
    depths.into_iter().flat_map(compare).collect()
}

/// Enthalpy is compared through depth (TEOS-10 manual, eq. D.3: the work against gravity down to there). The toolbox
/// counts Conservative Temperature 8e-8 K off zero, which is 1.4e-7 m at 10,000 dbar.
fn exact_depth() -> Comparison {
    let terms = Terms {
        unit: "m",
        range: "to 10,000 dbar",
        tolerance: 2e-7,
        reason: "its zero of Conservative Temperature",
    };
    let rows = rows_where(GSW_DEPTH, |row| row.number("p") <= 10_000.0);
    terms.compare(
        "exact depth, by its exact enthalpy",
        rows.iter().map(|row| {
            let surface = gravity(row.latitude(), SeaPressure::SURFACE);
            let metres = depth_exact(row.pressure(), row.latitude());
            [metres * (1.0 + 0.5 * 2.26e-7 * metres), row.number("exact_enthalpy") / surface]
        }),
    )
}

fn oxygen() -> Comparison {
    let tolerance = tolerance("O2sol_SP_pt");
    let terms = Terms { unit: "µmol/kg", range: "SP 0 to 42, −2 to 40 °C", tolerance, reason: OWN };
    let ours = |row: &Row| {
        let potential = Temperature::from_celsius(row.number("pt"));
        seawater::oxygen_solubility(row.practical(), potential)
    };
    terms.compare("oxygen solubility", rows(GSW_OXYGEN).iter().map(|row| [ours(row), row.number("O2sol")]))
}

/// The ratio's tolerance is what those of either salinity leave of it.
fn over_the_globe() -> [Comparison; 3] {
    let rows = rows(GSW_ABSOLUTE_SALINITY);
    let range = "SP 2 to 42, the whole atlas, its shores and its bottom";
    let terms = |unit, tolerance, reason| Terms { unit, range, tolerance, reason };
    let ratio = |row: &Row| anomaly_ratio(row.place(), row.pressure()).unwrap_or(f64::NAN);
    [
        terms("1", 3.2e-12, "follows from GSW's own")
            .compare("anomaly ratio", rows.iter().map(|row| [ratio(row), row.number("SAAR")])),
        terms("g/kg", tolerance("SA_from_SP"), OWN)
            .compare("Absolute Salinity", rows.iter().map(|row| [absolute_salinity(row), row.number("SA")])),
        terms("1", tolerance("SP_from_SA"), OWN).compare(
            "Practical from Absolute Salinity",
            rows.iter().map(|row| [practical_salinity(row).value(), row.number("SP_from_SA")]),
        ),
    ]
}

/// Inside or outside: 1 where the two disagree.
fn funnel() -> [Comparison; 2] {
    let terms = Terms {
        unit: "1",
        range: "the box, a hair inside and outside each edge",
        tolerance: 0.0,
        reason: "yes or no",
    };
    [("inside", true), ("outside", false)].map(|(name, inside)| {
        let rows = rows_where(GSW_POLYNOMIAL, |row| (row.number("infunnel") > 0.5) == inside);
        let ours = |row: &Row| {
            polynomial_75::is_in_funnel(row.salinity(), row.conservative(), row.pressure()) == inside
        };
        terms.judge(
            format!("{name} the funnel of the 75 terms"),
            rows.iter().map(|row| if ours(row) { 0.0 } else { 1.0 }),
        )
    })
}

/// The toolbox and we do the same sums in the same order, but for the scale of pressure.
fn same_sums() -> Comparison {
    let terms = Terms {
        unit: "1",
        range: "the box and on to 12,700 dbar",
        tolerance: 4.0 * f64::EPSILON,
        reason: "8 roundings: the sums are the same",
    };
    let ours = |row: &Row| polynomial_75::density(row.salinity(), row.conservative(), row.pressure());
    terms.judge(
        "density by 75 terms, relative",
        rows(GSW_POLYNOMIAL).iter().map(|row| ours(row) / row.number("rho") - 1.0),
    )
}

fn thin_salinity() -> Comparison {
    let terms = Terms {
        unit: "1",
        range: "SP 0.02 to 3, 0 to 35 °C, to 10,000 dbar",
        tolerance: tolerance("SP_from_C"),
        reason: OWN,
    };
    let ours = |row: &Row| {
        let conductivity = Conductivity::from_millisiemens_per_cm(row.number("C"));
        seawater::practical_salinity(conductivity, row.temperature(), row.pressure()).value()
    };
    terms.compare(
        "Practical Salinity from conductivity (`SP_from_C`)",
        rows(GSW_THIN_SALINITY).iter().map(|row| [ours(row), row.number("SP_from_C")]),
    )
}

/// `gsw.SP_from_C` changes by 0.00114320 for 0.001 mS/cm, by −0.00099706 for 1 mK and by −0.00019827 for 1 dbar. Taken
/// over those steps: 1e-4 of them is their own curvature.
fn deep_sensitivity() -> [Comparison; 3] {
    let (t, p) = (Temperature::from_celsius(2.5), SeaPressure::from_dbar(11_000.0));
    let ours = conductivity_sensitivity(PracticalSalinity::new(34.7), t, p);
    let terms = |tolerance| Terms {
        unit: "1",
        range: "SP 34.7, 2.5 °C, 11,000 dbar",
        tolerance,
        reason: "curvature over the step",
    };
    [
        terms(1e-7).compare("salinity for 0.001 mS/cm", [[1e-4 / ours.per_salinity, 1.143_203_8e-3]]),
        terms(1e-7)
            .compare("salinity for 1 mK", [[-1e-3 * ours.per_kelvin / ours.per_salinity, -9.970_634e-4]]),
        terms(2e-8)
            .compare("salinity for 1 dbar", [[-1e-2 * ours.per_mpa / ours.per_salinity, -1.982_651e-4]]),
    ]
}

pub(crate) fn section() -> Section {
    let mut comparisons = depth_and_gravity();
    comparisons.push(exact_depth());
    comparisons.push(oxygen());
    comparisons.extend(over_the_globe());
    comparisons.extend(funnel());
    comparisons.push(same_sums());
    comparisons.push(thin_salinity());
    comparisons.extend(deep_sensitivity());
    Section {
        authority: "The same code for a place in the ocean, the edges of its polynomial, thin and deep salinity",
        comparisons,
    }
}

#[test]
fn val_depth_oxygen_and_salinity_at_a_place_are_those_of_gsw() {
    section().assert_passed();
}
