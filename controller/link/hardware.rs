//! Real lines: serial ports and TCP sockets, opened only when armed.

use super::{BoxFuture, Connector, Line};
use hadal_rigs::description::{Endpoint, Parity};
use std::io;
use tokio_serial::SerialPortBuilderExt as _;

/// Opens serial ports and TCP sockets. It exists only armed: whoever makes one says that moving real water is meant.
#[derive(Debug)]
pub struct HardwareConnector {
    _armed: (),
}

impl HardwareConnector {
    /// Arms the hardware.
    pub fn armed() -> Self {
        Self { _armed: () }
    }
}

impl Connector for HardwareConnector {
    fn open<'a>(&'a self, name: &'a str, endpoint: &'a Endpoint) -> BoxFuture<'a, io::Result<Box<dyn Line>>> {
        Box::pin(async move {
            match endpoint {
                Endpoint::Serial { port, baud, data_bits, parity, stop_bits } => {
                    open_serial(port, *baud, *data_bits, *parity, *stop_bits)
                }
                Endpoint::Tcp { address } => open_tcp(address).await,
                Endpoint::Twin { .. } => Err(invalid(format!(
                    "{name}: endpoint kind `twin` is no hardware; accepted: `serial` or `tcp`"
                ))),
            }
        })
    }
}

async fn open_tcp(address: &str) -> io::Result<Box<dyn Line>> {
    let stream = tokio::net::TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(Box::new(stream))
}

fn open_serial(port: &str, baud: u32, data: u8, parity: Parity, stop: u8) -> io::Result<Box<dyn Line>> {
    let stream = tokio_serial::new(port, baud)
        .data_bits(data_bits(data)?)
        .parity(match parity {
            Parity::None => serialport::Parity::None,
            Parity::Even => serialport::Parity::Even,
            Parity::Odd => serialport::Parity::Odd,
        })
        .stop_bits(stop_bits(stop)?)
        .flow_control(serialport::FlowControl::None)
        .open_native_async()?;
    Ok(Box::new(stream))
}

fn data_bits(bits: u8) -> io::Result<serialport::DataBits> {
    match bits {
        7 => Ok(serialport::DataBits::Seven),
        8 => Ok(serialport::DataBits::Eight),
        other => Err(invalid(format!("data_bits {other}; accepted: 7 or 8"))),
    }
}

fn stop_bits(bits: u8) -> io::Result<serialport::StopBits> {
    match bits {
        1 => Ok(serialport::StopBits::One),
        2 => Ok(serialport::StopBits::Two),
        other => Err(invalid(format!("stop_bits {other}; accepted: 1 or 2"))),
    }
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_twin_endpoint_is_refused_by_hardware() {
        let error =
            HardwareConnector::armed().open("bridge", &Endpoint::Twin { baud: 9600 }).await.err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("bridge"), "{error}");
    }

    #[tokio::test]
    async fn odd_serial_settings_are_refused_before_a_port_is_opened() {
        let endpoint = Endpoint::Serial {
            port: "/dev/null".into(),
            baud: 9600,
            data_bits: 9,
            parity: Parity::None,
            stop_bits: 1,
        };
        let error = HardwareConnector::armed().open("bridge", &endpoint).await.err().unwrap();
        assert!(error.to_string().contains("data_bits 9"), "{error}");
    }

    #[tokio::test]
    async fn tcp_carries_bytes() {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint::Tcp { address: listener.local_addr().unwrap().to_string() };
        let mut line = HardwareConnector::armed().open("plc", &endpoint).await.unwrap();
        let (mut server, _) = listener.accept().await.unwrap();
        line.write_all(b"ping").await.unwrap();
        let mut four = [0; 4];
        server.read_exact(&mut four).await.unwrap();
        assert_eq!(&four, b"ping");
    }
}
