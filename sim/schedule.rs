//! The tick: one second of the world, its stages in a fixed order, on one thread, with ambiguity an error.

use crate::clock::SECOND_NS;
use bevy_app::App;
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{
    InternedScheduleLabel, LogLevel, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor,
};

/// Length of a tick in nanoseconds.
pub(crate) const TICK_NS: u64 = SECOND_NS;

/// Length of a tick in seconds.
pub const TICK_S: f64 = 1.0;

/// The schedule that is run once a tick.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tick;

/// The stages of a tick, in this order. A plugin's systems may stand in any of them; two whose order is undecided and matters are an
/// error when the twin is built.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Time moves on.
    Clock,
    /// Faults begin and end.
    Faults,
    /// Faults of plugins bring about built-in ones: see [`Faults::also`](crate::Faults::also).
    Consequences,
    /// The plant advances by one second.
    Plant,
    /// Sensors follow: here a plugin's own sensors, and what else it adds to the water, see the plant as it now is.
    Sensors,
    /// Instruments' lines take up their faults.
    Instruments,
    /// The truth is written down. The twin's own: a system here that writes anything is in its way.
    Trace,
}

/// How many ticks the world has lived.
#[derive(Resource, Clone, Copy, Debug, Default)]
pub struct Moment {
    /// Ticks since the start.
    pub(crate) tick: u64,
}

impl Moment {
    /// Seconds since the start.
    pub fn seconds(self) -> f64 {
        crate::clock::seconds(self.tick * TICK_NS)
    }
}

/// An app whose update runs the tick and nothing else.
pub(crate) fn ticking_app() -> App {
    let mut app = App::empty();
    let mut schedule = Schedule::new(Tick);
    schedule.set_executor(SingleThreadedExecutor::new());
    schedule.set_build_settings(ScheduleBuildSettings {
        ambiguity_detection: LogLevel::Error,
        hierarchy_detection: LogLevel::Error,
        ..ScheduleBuildSettings::default()
    });
    let causes = (Stage::Clock, Stage::Faults, Stage::Consequences).chain();
    let course = (Stage::Plant, Stage::Sensors, Stage::Instruments, Stage::Trace).chain();
    schedule.configure_sets((causes, course).chain());
    app.add_schedule(schedule);
    let label: InternedScheduleLabel = Tick.intern();
    app.main_mut().update_schedule = Some(label);
    app.init_resource::<Moment>();
    app.add_systems(Tick, advance.in_set(Stage::Clock));
    app
}

/// Builds the schedule now, so that an ambiguity shows as an error and not at the first tick.
///
/// # Errors
/// What bevy says about it.
pub(crate) fn settle(app: &mut App) -> Result<(), String> {
    app.world_mut().schedule_scope(Tick, |world, schedule| match schedule.initialize(world) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string(schedule.graph(), world)),
    })
}

fn advance(mut moment: ResMut<Moment>) {
    moment.tick += 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Resource, Default)]
    struct Count(u32);

    fn raise(mut count: ResMut<Count>) {
        count.0 += 1;
    }

    fn double(mut count: ResMut<Count>) {
        count.0 *= 2;
    }

    #[test]
    fn an_update_is_one_tick() {
        let mut app = ticking_app();
        settle(&mut app).unwrap();
        for _ in 0..5 {
            app.update();
        }
        assert_eq!(app.world().resource::<Moment>().tick, 5);
    }

    #[test]
    fn systems_whose_order_is_undecided_are_an_error() {
        let mut app = ticking_app();
        app.init_resource::<Count>();
        app.add_systems(Tick, (raise.in_set(Stage::Plant), double.in_set(Stage::Plant)));
        let error = settle(&mut app).unwrap_err();
        assert!(error.contains("indeterminate execution order"), "{error}");
    }

    #[test]
    fn stages_run_in_their_order() {
        let mut app = ticking_app();
        app.init_resource::<Count>();
        app.add_systems(Tick, (double.in_set(Stage::Trace), raise.in_set(Stage::Faults)));
        settle(&mut app).unwrap();
        app.update();
        app.update();
        assert_eq!(app.world().resource::<Count>().0, 6, "(((0 + 1) * 2) + 1) * 2");
    }
}
