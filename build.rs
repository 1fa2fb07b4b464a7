//! Packs the addresses that the loader adjusts at start-up (a megabyte and a half less), where this machine's loader can
//! read them so: glibc from 2.36 on, and a build for this machine.

use std::env::var;
use std::process::Command;

/// The first glibc whose loader reads packed addresses.
const LEAST: (u32, u32) = (2, 36);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let here = var("HOST").is_ok_and(|host| var("TARGET").is_ok_and(|target| host == target));
    if here
        && var("CARGO_CFG_TARGET_ENV").is_ok_and(|env| env == "gnu")
        && glibc().is_some_and(|v| v >= LEAST)
    {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// "glibc 2.36" → (2, 36)
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let version = String::from_utf8(said).ok()?;
    let (major, minor) = version.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
