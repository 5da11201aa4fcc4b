//! Stopping a run from outside: a signal, a key, a test.

use std::sync::Arc;
use tokio::sync::watch;

/// A handle that stops a run; clones stop the same run.
#[derive(Clone, Debug)]
pub struct StopHandle {
    sender: Arc<watch::Sender<bool>>,
}

impl StopHandle {
    /// A run that has not been stopped.
    pub fn new() -> Self {
        Self { sender: Arc::new(watch::Sender::new(false)) }
    }

    /// Stops the run: it trips with the cause `OperatorStop`, is made safe and vented. Never blocks.
    pub fn stop(&self) {
        self.sender.send_replace(true);
    }

    /// Whether the run has been stopped.
    pub fn is_stopped(&self) -> bool {
        *self.sender.borrow()
    }

    /// Returns once the run has been stopped.
    pub async fn stopped(&self) {
        // The sender lives in self, so the channel cannot close.
        self.sender.subscribe().wait_for(|stopped| *stopped).await.ok();
    }
}

impl Default for StopHandle {
    fn default() -> Self {
        Self::new()
    }
}
