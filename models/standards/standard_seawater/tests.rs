//! Labels, age, and a salinometer standardised with a batch.

use super::*;
use crate::randomness::{standard_normal, stream};
use proptest::prelude::*;

fn batch() -> Batch {
    let calibrated = CalendarDate::new(2021, 4, 15).unwrap();
    Batch { name: "P165".to_owned(), k15: 0.999_86, calibrated, offset: 0.0 }
}

fn salinometer(adjustment: Adjustment) -> Salinometer {
    Salinometer {
        batch: batch(),
        standardised: CalendarDate::new(2022, 4, 15).unwrap(),
        bath: Temperature::from_celsius(24.0),
        batch_reading: 1.999_81,
        adjustment,
    }
}

const KNOWN: ReadingUncertainty = ReadingUncertainty { sample: 1.5e-5, batch: 1e-5, bath_kelvin: 0.02 };

#[test]
fn age_costs_what_the_study_allowed_and_shelf_life_ends() {
    let batch = batch();
    let on = |year, month, day| CalendarDate::new(year, month, day).unwrap();
    assert!(batch.age_standard_uncertainty(on(2021, 4, 15)).abs() < 1e-300);
    let after_study = batch.age_standard_uncertainty(on(2024, 4, 25));
    assert!((after_study - 0.001 / 3f64.sqrt()).abs() < 1e-6, "{after_study}");
    assert!(!batch.is_expired(on(2024, 4, 15)));
    assert!(batch.is_expired(on(2024, 4, 16)) && batch.is_expired(on(2021, 4, 14)));
    // 0.5e-5 in K15 at 39.2 per unit.
    assert!((batch.label_standard_uncertainty() - 1.96e-4).abs() < 1e-6);
}

#[test]
fn the_batch_itself_reads_what_its_label_says() {
    for adjustment in [Adjustment::Offset, Adjustment::Scale] {
        let salinometer = salinometer(adjustment);
        let found = salinometer.practical_salinity(salinometer.batch_reading).value();
        assert!((found - batch().practical_salinity().value()).abs() < 1e-11, "{found}");
    }
}

#[test]
fn offset_and_scale_differ_where_a_sample_is_far_from_the_batch() {
    let [offset, scale] = [Adjustment::Offset, Adjustment::Scale]
        .map(|adjustment| salinometer(adjustment).practical_salinity(1.0).value());
    // The batch reads 0.00008 low in 2 R_t: half of that is left out at half the ratio, at some 17.4 per unit
    // of reading.
    assert!((offset - scale).abs() > 5e-4 && (offset - scale).abs() < 1e-3, "{offset} {scale}");
}

#[test]
fn a_published_offset_is_added() {
    let mut salinometer = salinometer(Adjustment::Scale);
    let before = salinometer.practical_salinity(1.98).value();
    salinometer.batch.offset = 4e-4;
    assert!((salinometer.practical_salinity(1.98).value() - before - 4e-4).abs() < 1e-12);
}

#[test]
fn the_budget_agrees_with_draws() {
    for adjustment in [Adjustment::Offset, Adjustment::Scale] {
        let salinometer = salinometer(adjustment);
        let readings = [1.2, 1.98, 2.1];
        let budget = salinometer.budget(&readings, &KNOWN);
        let said = budget.standard_uncertainty(readings.len());
        let truth = readings.map(|reading| salinometer.practical_salinity(reading).value());
        let label = salinometer.batch.label_standard_uncertainty();
        let age = salinometer.batch.age_standard_uncertainty(salinometer.standardised);
        let per_k15 = label / K15_STANDARD_UNCERTAINTY;
        let mut source = stream(1, 0, "salinometer");
        let (count, mut squares) = (20_000, [0.0; 3]);
        for _ in 0..count {
            let mut drawn = salinometer.clone();
            let of_batch = label * standard_normal(&mut source) + age * standard_normal(&mut source);
            drawn.batch.k15 += of_batch / per_k15;
            drawn.batch_reading += KNOWN.batch * standard_normal(&mut source);
            let bath = drawn.bath.celsius() + KNOWN.bath_kelvin * standard_normal(&mut source);
            drawn.bath = Temperature::from_celsius(bath);
            for (index, reading) in readings.iter().enumerate() {
                let reading = reading + KNOWN.sample * standard_normal(&mut source);
                let error = drawn.practical_salinity(reading).value() - truth[index];
                squares[index] += error * error;
            }
        }
        for (square, said) in squares.iter().zip(&said) {
            let ratio = (square / f64::from(count)).sqrt() / said;
            // Five standard errors of a standard deviation from so many draws.
            assert!((ratio - 1.0).abs() < 5.0 / (2.0 * f64::from(count)).sqrt(), "{adjustment:?}: {ratio}");
        }
    }
}

proptest! {
    #[test]
    fn ratio_and_salinity_are_each_others_inverse(salinity in 0.01f64..50.0, celsius in -2.0f64..40.0) {
        let temperature = Temperature::from_celsius(celsius);
        let ratio = surface_ratio(PracticalSalinity::new(salinity), temperature);
        let (back, slope) = salinity_of_surface_ratio(ratio, temperature);
        // Hill's correction joins at SP 2 without a step, but steeply: a round-off of the ratio weighs slope
        // times as much.
        prop_assert!((back.value() - salinity).abs() < 1e-11 * (1.0 + slope.abs()), "{}", back.value() - salinity);
    }

    #[test]
    fn no_reading_makes_it_panic(reading in any::<f64>(), of_batch in any::<f64>(), k15 in any::<f64>()) {
        let mut salinometer = salinometer(Adjustment::Scale);
        salinometer.batch_reading = of_batch;
        salinometer.batch.k15 = k15;
        let _any_number = salinometer.practical_salinity(reading);
        prop_assert_eq!(salinometer.budget(&[reading], &KNOWN).components.len(), 5);
    }
}
