//! What moves the world: one future that ticks the plant, moves bytes and lets instruments act, each at its own time.
//!
//! Everything that is due is done in the order of its time: a tick before what happens on the lines at the same
//! instant, lines in their order. So the plant depends on what the instruments were told and when the bytes arrived,
//! never on when this future happened to be polled.

use crate::clock::{Pace, TwinClock};
use crate::lines::Lines;
use crate::schedule::{Moment, TICK_NS};
use crate::twin::Twin;
use bevy_app::App;
use bevy_ecs::prelude::*;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use tokio::time::Sleep;

impl Twin {
    /// Lives until it is dropped, beside the controller on one current-thread runtime. The world stands still while it
    /// is not driven, and goes on where it stood when it is driven again.
    pub async fn drive(&mut self) {
        self.drive_by(self.clock(Pace::REAL_TIME)).await;
    }

    /// A clock that shows this world's time now, and goes on at a pace.
    pub fn clock(&self, pace: Pace) -> TwinClock {
        TwinClock::showing(self.now_ns, pace)
    }

    /// As [`Twin::drive`], by a clock that goes on while the world is not driven: it catches up.
    pub async fn drive_by(&mut self, clock: TwinClock) {
        let mut alarm = Box::pin(tokio::time::sleep_until(clock.instant(self.now_ns)));
        poll_fn(|cx| self.poll_drive(clock, alarm.as_mut(), cx)).await;
    }

    /// Lets the world live for some time without anyone at the lines, as fast as it can.
    pub fn advance_by_s(&mut self, seconds: f64) {
        self.live_until_ns(self.now_ns + crate::clock::nanoseconds(seconds));
    }

    /// As [`Twin::advance_by_s`], until a time of the twin's own.
    pub fn live_until_ns(&mut self, until_ns: u64) {
        self.advance(until_ns, &mut Context::from_waker(Waker::noop()));
    }

    fn poll_drive(&mut self, clock: TwinClock, mut alarm: Pin<&mut Sleep>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let now_ns = clock.now_ns().max(self.now_ns);
            self.advance(now_ns, cx);
            let mut lines = self.app.world_mut().resource_mut::<Lines>();
            let opened = lines.accept(now_ns, cx);
            if lines.read(now_ns, cx) || opened {
                continue;
            }
            alarm.as_mut().reset(clock.instant(next_due_ns(&self.app)));
            if alarm.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
        }
    }

    /// Does everything that is due until `until_ns`, in the order of its time.
    fn advance(&mut self, until_ns: u64, cx: &mut Context<'_>) {
        loop {
            let tick_ns = next_tick_ns(&self.app);
            self.serve_lines(tick_ns.min(until_ns.saturating_add(1)), cx);
            if tick_ns > until_ns {
                break;
            }
            self.app.update();
        }
        self.now_ns = until_ns;
    }

    /// Does what is due on the lines before `before_ns`.
    fn serve_lines(&mut self, before_ns: u64, cx: &mut Context<'_>) {
        self.app.world_mut().resource_scope(|world, mut lines: Mut<Lines>| {
            while let Some(due) = lines.next().filter(|(at_ns, ..)| *at_ns < before_ns) {
                lines.act(due, cx, world);
            }
        });
    }
}

/// When the next tick is due.
fn next_tick_ns(app: &App) -> u64 {
    (app.world().resource::<Moment>().tick + 1) * TICK_NS
}

/// When anything is due next.
fn next_due_ns(app: &App) -> u64 {
    let tick_ns = next_tick_ns(app);
    app.world().resource::<Lines>().next().map_or(tick_ns, |(at_ns, ..)| at_ns.min(tick_ns))
}
