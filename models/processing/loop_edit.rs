//! Scans marked where the package stood still or went back through its own wake (Sea-Bird's *Loop Edit*).
//!
//! A scan of the descent is good when the package sank fast enough there and it lies deeper than every good scan before
//! it; a scan of the ascent when the package rose fast enough and it lies shallower than every good scan since the turn.
//! The turn is the deepest scan, the last of them where several are as deep.
//!
//! **Fixed minimum velocity.** The speed both from the scan before and to the scan after must reach the minimum. The last
//! scan has none after it and is judged by the one before.
//!
//! **Percent of mean speed.** Each step must reach that part of the mean speed over the window that ends with it. In the
//! first window of the descent and of the ascent, where there is no mean yet, the minimum velocity holds instead. The
//! maker's manual does not give more; the rest is read off files which SBE Data Processing wrote, down to two traits
//! that its authors may not have meant, both kept so that a cast is marked as the maker marks it:
//! speed is judged as step over mean, so two negative ones pass (only possible before the first good scan); and on the
//! ascent after its first window only the second rule, *shallower than every good scan*, is left.
//!
//! **Surface soak.** The descent begins one scan before the shallowest scan between the first one deeper than the
//! minimum soak depth and the first one deeper than the maximum.
//!
//! `seabirdscientific` 3.1.1 marks other scans (45 of 911 in one of the maker's casts by percent of mean; the scan
//! before the shallowest one after a soak). Its tests compare with files edited by hand to its own result
//! (`…_corrected.cnv`); ours with the files the maker's program wrote.

use super::bad_flag::{BAD_FLAG, BadScans, is_bad};
use super::error::{ProcessingError, above_zero, finite, one_per_scan, whole_intervals, zero_or_above};
use std::ops::Range;

/// The speed that a good scan needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MinimumVelocity {
    /// One speed for the whole cast; 0.25 is the maker's default.
    Fixed {
        /// In m/s, 0 or above.
        minimum_m_per_s: f64,
    },
    /// A part of the mean speed of the last seconds.
    PercentOfMean {
        /// The part, in percent (the maker's 20), 0 or above.
        percent: f64,
        /// Window of the mean in seconds (the maker's 300), above 0.
        window_s: f64,
        /// What holds in the first window, in m/s, 0 or above.
        first_window_m_per_s: f64,
    },
}

/// Where soak depths count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoakDepth {
    /// From zero depth.
    FromSurface,
    /// From the first scan, taken on deck (`useDeckPress`).
    FromFirstScan,
}

/// What becomes of the time the package hangs below the surface with its pump running in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SurfaceSoak {
    /// It is judged like the rest.
    Keep,
    /// It is marked.
    Remove {
        /// Depth that a soak certainly reaches (the maker's 5), metres.
        minimum_depth_m: f64,
        /// Depth that it certainly does not reach (the maker's 20), metres.
        maximum_depth_m: f64,
        /// Where both count from.
        depth: SoakDepth,
    },
}

/// How to judge the scans of a cast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoopEdit {
    /// The speed needed.
    pub velocity: MinimumVelocity,
    /// What becomes of a soak.
    pub soak: SurfaceSoak,
    /// Whether scans already marked stay so and count for nothing, or are judged anew.
    pub bad_scans: BadScans,
    /// Time between scans in seconds, above 0.
    pub sample_interval_s: f64,
}

/// The new flag column, 0 or [`BAD_FLAG`], from depth in metres and the old flags. Pressure in dbar serves as well as
/// depth: speeds are then 1 to 3 % different.
///
/// ```
/// use hadal_models::processing::{BAD_FLAG, BadScans, LoopEdit, MinimumVelocity, SurfaceSoak, is_bad, loop_edit};
///
/// let edit = LoopEdit {
///     velocity: MinimumVelocity::Fixed { minimum_m_per_s: 0.25 },
///     soak: SurfaceSoak::Keep,
///     bad_scans: BadScans::Exclude,
///     sample_interval_s: 1.0,
/// };
/// // Down, a heave back by one metre, down again to the turn.
/// let flags = loop_edit(&[0.0, 1.0, 2.0, 3.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[0.0; 9], &edit)?;
/// let good: Vec<usize> = (0..9).filter(|scan| !is_bad(flags[*scan])).collect();
/// assert_eq!(good, [1, 2, 5, 6, 7]);
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
///
/// # Errors
/// Columns of unequal length; a parameter that is not finite, below zero or, for times, not above zero.
pub fn loop_edit(depth_m: &[f64], flags: &[f64], edit: &LoopEdit) -> Result<Vec<f64>, ProcessingError> {
    one_per_scan("flag", flags, depth_m.len())?;
    let speed = Speed::of(depth_m, edit)?;
    let usable = |scan: usize| {
        let depth = depth_m.get(scan).copied().filter(|depth| !is_bad(*depth))?;
        flags.get(scan).filter(|flag| edit.bad_scans.take(**flag)).map(|_| depth)
    };
    let start = descent_start(depth_m.len(), usable, edit.soak)?;
    let turn = last_deepest(start..depth_m.len(), usable).unwrap_or(start);
    let mut edited = vec![BAD_FLAG; flags.len()];
    let mut deepest = f64::NEG_INFINITY;
    for (scan, flag) in edited.iter_mut().enumerate().take(turn).skip(start) {
        let Some(depth) = usable(scan) else { continue };
        if depth > deepest && speed.descends(scan, start) {
            deepest = depth;
            *flag = 0.0;
        }
    }
    let mut shallowest = f64::INFINITY;
    for (scan, flag) in edited.iter_mut().enumerate().skip(turn) {
        let Some(depth) = usable(scan) else { continue };
        if depth < shallowest && speed.ascends(scan, turn) {
            shallowest = depth;
            *flag = 0.0;
        }
    }
    Ok(edited)
}

/// The first scan that can belong to the descent.
fn descent_start(
    scans: usize,
    usable: impl Fn(usize) -> Option<f64>,
    soak: SurfaceSoak,
) -> Result<usize, ProcessingError> {
    let SurfaceSoak::Remove { minimum_depth_m, maximum_depth_m, depth } = soak else { return Ok(0) };
    let above_first = match depth {
        SoakDepth::FromSurface => 0.0,
        SoakDepth::FromFirstScan => usable(0).unwrap_or(0.0),
    };
    let minimum = finite("the minimum soak depth in metres", minimum_depth_m)? + above_first;
    let maximum = finite("the maximum soak depth in metres", maximum_depth_m)? + above_first;
    let within = |depth: f64| minimum < depth && depth < maximum;
    let first = (0..scans).find(|scan| usable(*scan).is_some_and(within)).unwrap_or(0);
    let end = (first..scans).find(|scan| usable(*scan).is_some_and(|depth| depth > maximum));
    let mut shallowest: Option<(usize, f64)> = None;
    for scan in first..end.unwrap_or(scans) {
        let Some(depth) = usable(scan) else { continue };
        if shallowest.is_none_or(|(_, so_far)| depth < so_far) {
            shallowest = Some((scan, depth));
        }
    }
    Ok(shallowest.map_or(first, |(scan, _)| scan).saturating_sub(1))
}

/// The last of the deepest usable scans.
fn last_deepest(scans: Range<usize>, usable: impl Fn(usize) -> Option<f64>) -> Option<usize> {
    let mut deepest: Option<(usize, f64)> = None;
    for scan in scans {
        let Some(depth) = usable(scan) else { continue };
        if deepest.is_none_or(|(_, so_far)| depth >= so_far) {
            deepest = Some((scan, depth));
        }
    }
    deepest.map(|(scan, _)| scan)
}

/// The package's speed from scan to scan, downward positive, and the rule it is held to.
struct Speed<'a> {
    depth_m: &'a [f64],
    interval_s: f64,
    rule: MinimumVelocity,
    /// Steps in the window of the mean.
    window: usize,
}

impl<'a> Speed<'a> {
    fn of(depth_m: &'a [f64], edit: &LoopEdit) -> Result<Self, ProcessingError> {
        let interval_s = above_zero("the sample interval in seconds", edit.sample_interval_s)?;
        let window = match edit.velocity {
            MinimumVelocity::Fixed { minimum_m_per_s } => {
                zero_or_above("the minimum velocity in m/s", minimum_m_per_s)?;
                1
            }
            MinimumVelocity::PercentOfMean { percent, window_s, first_window_m_per_s } => {
                zero_or_above("the percent of mean speed", percent)?;
                zero_or_above("the minimum velocity of the first window in m/s", first_window_m_per_s)?;
                let window_s = above_zero("the window of the mean speed in seconds", window_s)?;
                whole_intervals(window_s, interval_s, depth_m.len()).max(1)
            }
        };
        Ok(Self { depth_m, interval_s, rule: edit.velocity, window })
    }

    /// Speed of the step that ends with this scan; nothing for the first scan or beside a bad depth.
    fn step(&self, scan: usize) -> Option<f64> {
        self.mean(scan, 1)
    }

    /// Mean speed over so many steps up to this scan.
    fn mean(&self, scan: usize, steps: usize) -> Option<f64> {
        let first = self.depth_m.get(scan.checked_sub(steps)?)?;
        let last = self.depth_m.get(scan)?;
        let mean = (last - first) / (steps as f64 * self.interval_s);
        (!is_bad(*first) && !is_bad(*last) && steps > 0).then_some(mean)
    }

    /// Whether the step that ends with this scan is at least the given part of the mean of its window.
    fn keeps_up(&self, scan: usize, percent: f64) -> bool {
        let mean = self.mean(scan, self.window.min(scan));
        let ratio = self.step(scan).zip(mean).map(|(step, mean)| step / mean);
        ratio.is_some_and(|ratio| ratio.is_finite() && ratio >= percent / 100.0)
    }

    fn descends(&self, scan: usize, start: usize) -> bool {
        match self.rule {
            MinimumVelocity::Fixed { minimum_m_per_s } => {
                let reaches = |scan| self.step(scan).is_some_and(|speed| speed >= minimum_m_per_s);
                reaches(scan) && reaches(scan + 1)
            }
            MinimumVelocity::PercentOfMean { percent, first_window_m_per_s, .. } => {
                if scan + 2 < self.window {
                    return self.step(scan + 1).is_some_and(|speed| speed > first_window_m_per_s);
                }
                // The step before belongs to the soak or to the first window and is not judged.
                let first = scan <= start || scan + 1 < self.window;
                self.keeps_up(scan + 1, percent) && (first || self.keeps_up(scan, percent))
            }
        }
    }

    fn ascends(&self, scan: usize, turn: usize) -> bool {
        match self.rule {
            MinimumVelocity::Fixed { minimum_m_per_s } => {
                let reaches = |speed: f64| -speed >= minimum_m_per_s;
                let is_last = scan + 1 == self.depth_m.len();
                self.step(scan).is_some_and(reaches) && (is_last || self.step(scan + 1).is_some_and(reaches))
            }
            MinimumVelocity::PercentOfMean { first_window_m_per_s, .. } => {
                if scan + 2 >= turn + self.window && scan > turn {
                    return true;
                }
                let step = if scan == turn { self.step(scan + 1) } else { self.step(scan) };
                step.is_some_and(|speed| -speed > first_window_m_per_s)
            }
        }
    }
}
