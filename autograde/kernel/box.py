"""The box around one kernel, made by the process that goes into it.

This module runs inside the fork parent, where no other module of the course is visible. It imports
only the standard library and `pyseccomp`.
"""

import ctypes
import os
import resource
import signal
from collections.abc import Mapping
from typing import Any

import pyseccomp

PLACE = "/box"  # the kernel's own file system: its sockets, its home and its temporary files
SCRATCH = "/scratch"  # where Python puts temporary files
EDITION = "/edition"  # the edition of the library that this kernel may import

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 24, 4, 38
PTYS = 16  # pseudo-terminals of one kernel; IPython runs each `!command` in one
F_SETPIPE_SZ, SO_LARGER = 1031, (7, 8, 32, 33)  # what makes buffers larger
RLIMIT_RTTIME = 15
INT = 0xFFFFFFFF  # Linux ignores the upper half of a register that holds an int
# Unix, IPv4, IPv6 and netlink; other families load modules of the kernel, need privileges, or cross
# network namespaces.
FAMILIES, LAST_FAMILY = (1, 2, 10, 16), 16
LAST_CAPABILITY = 40  # CAP_CHECKPOINT_RESTORE; unknown numbers are refused harmlessly

DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
ABOUT_THE_MACHINE = ("cpuinfo", "meminfo", "stat", "filesystems", "version")

# System calls that no notebook needs, and that could reach out of a box or widen it.
FORBIDDEN = (
    *("unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount"),
    *("fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "swapon", "swapoff", "quotactl"),
    *("ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd", "userfaultfd"),
    *("bpf", "perf_event_open", "keyctl", "add_key", "request_key", "personality", "acct"),
    *("io_uring_setup", "io_uring_enter", "io_uring_register", "open_by_handle_at"),
    *("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot"),
    *("settimeofday", "clock_settime", "adjtimex", "sethostname", "setdomainname", "syslog"),
)
# System calls that C libraries and programs can do without. They make memory that belongs to no
# process (the first two lines), or use up what all kernels of this account share.
UNKNOWN = (
    *("memfd_create", "memfd_secret", "shmget", "semget", "msgget", "mq_open"),
    *("vmsplice", "splice", "tee", "sendfile"),
    *("inotify_init", "inotify_init1", "fanotify_init", "clone3"),
)

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: Any) -> None:
    """Call a function of the C library, and raise OSError if it fails."""
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def leave_with_parent() -> None:
    """Die when the process that started this one dies."""
    _call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def unshare() -> None:
    """Leave the parent's namespaces. From then on only the machine's files are shared, for now."""
    user, group = os.getuid(), os.getgid()
    spaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    _call("unshare", spaces)
    for file, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{file}", "w") as handle:
            handle.write(text)


def furnish(edition: str, disk_mib: int, own_tmp: bool) -> None:
    """Mount what only this kernel sees: its own folder, its own processes, its edition.

    The first process of the new process namespace calls this. If Python itself lies in /tmp, that
    folder stays as it is, read-only.
    """
    _call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
    _mount(b"tmpfs", PLACE, b"tmpfs", MS_NOSUID | MS_NODEV, f"size={disk_mib}m,nr_inodes=20000")
    for folder in ("sockets", "home", "tmp"):
        os.mkdir(f"{PLACE}/{folder}", 0o700)
    _mount(f"{PLACE}/tmp".encode(), SCRATCH, None, MS_BIND, None)
    if own_tmp:
        _mount(f"{PLACE}/tmp".encode(), "/tmp", None, MS_BIND, None)
    _mount(f"{PLACE}/tmp".encode(), "/dev/shm", None, MS_BIND, None)
    # Otherwise all kernels of a parent would see each other's terminals, and could write to them.
    terminals = f"newinstance,ptmxmode=0666,mode=600,max={PTYS}"
    _mount(b"devpts", "/dev/pts", b"devpts", MS_NOSUID | MS_NOEXEC, terminals)
    _mount(edition.encode(), EDITION, None, MS_BIND, None)
    # Hide the other editions, which lie beside this one: they hold what this one withholds.
    _mount(b"tmpfs", os.path.dirname(edition), b"tmpfs", MS_NOSUID | MS_NODEV | MS_RDONLY, "size=0")
    for name in DEVICES:
        _fix(f"/dev/{name}")
    _cover_processes()


def _cover_processes() -> None:
    """Leave visible in /proc only this kernel's own entry and the machine files TensorFlow reads.

    The other kernels are processes of the same user and must not be visible. A new /proc cannot
    always be mounted in a box within a box.
    """
    place = f"{PLACE}/proc"
    os.mkdir(place)
    os.mkdir(f"{place}/self")
    for name in ABOUT_THE_MACHINE:
        with open(f"{place}/{name}", "w"):
            pass
    for name in ("self", *ABOUT_THE_MACHINE):
        _mount(f"/proc/{name}".encode(), f"{place}/{name}", None, MS_BIND, None)
        _fix(f"{place}/{name}", MS_NODEV)
    _mount(place.encode(), "/proc", None, MS_BIND | MS_REC, None)


def _fix(place: str, flags: int = 0) -> None:
    """Make what is mounted read-only: a device can be written to all the same.

    Otherwise, if the grader is root, its owner could change its mode for the whole machine.
    """
    _mount(
        b"none", place, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NOEXEC | flags, None
    )


def _mount(source: bytes, target: str, kind: bytes | None, flags: int, data: str | None) -> None:
    """Mount a file system."""
    try:
        _call("mount", source, target.encode(), kind, flags, data.encode() if data else None)
    except OSError as error:
        raise OSError(error.errno, f"{error.strerror} at {target}") from None


def limit(limits: Mapping[str, int]) -> None:
    """Limit what this process and its children may use."""
    for name, most in (
        ("RLIMIT_CPU", limits["cpu_s"] + 5),  # the watch acts first, and gives the reason
        ("RLIMIT_NPROC", limits["processes"]),
        ("RLIMIT_FSIZE", limits["disk_mib"] * 2**20),
        ("RLIMIT_NOFILE", 512),
        ("RLIMIT_CORE", 0),
    ):
        resource.setrlimit(getattr(resource, name), (most, most))


def close_descriptors(kept: set[int]) -> None:
    """Close inherited descriptors except `kept`; point the three standard ones to /dev/null."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in kept:
            try:
                os.close(int(name))
            except OSError:
                pass  # the descriptor that listed the folder


def renounce() -> None:
    """Give up, for good, every capability and every system call that could win one back."""
    for capability in range(LAST_CAPABILITY + 1):
        _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this process
    _call("capset", header, (ctypes.c_uint32 * 6)())
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # The grader reaches the sockets through /proc/PID/root, which needs a dumpable process.
    _call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)
    filters = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in FORBIDDEN:
        try:
            filters.add_rule(pyseccomp.ERRNO(1), name)
        except (OSError, ValueError):
            continue  # this machine does not have that call
    # Refuse new namespaces by clone, whose flags the filter can read. It cannot read those of
    # clone3, which is therefore unknown (ENOSYS), so that C libraries fall back to clone.
    for flag in (
        CLONE_NEWUSER,
        CLONE_NEWNS,
        CLONE_NEWPID,
        CLONE_NEWNET,
        CLONE_NEWIPC,
        CLONE_NEWUTS,
    ):
        filters.add_rule(
            pyseccomp.ERRNO(1), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag)
        )
    _filter_arguments(filters)
    for name in UNKNOWN:
        try:
            filters.add_rule(pyseccomp.ERRNO(38), name)
        except (OSError, ValueError):
            continue
    filters.load()


def _filter_arguments(filters: Any) -> None:
    """Refuse system calls by their arguments."""

    def refuse(error: int, name: str, *numbers: int | None) -> None:
        arguments = [
            pyseccomp.Arg(place, pyseccomp.MASKED_EQ, INT, number)
            for place, number in enumerate(numbers)
            if number is not None
        ]
        filters.add_rule(pyseccomp.ERRNO(error), name, *arguments)

    for name in ("socket", "socketpair"):
        family = pyseccomp.Arg(0, pyseccomp.GT, LAST_FAMILY)
        filters.add_rule(pyseccomp.ERRNO(97), name, family)
        for number in set(range(LAST_FAMILY)) - set(FAMILIES):
            refuse(97, name, number)
    # The watch counts pipes and sockets, each with buffers of the usual size.
    refuse(1, "fcntl", None, F_SETPIPE_SZ)
    for option in SO_LARGER:
        refuse(1, "setsockopt", None, 1, option)
    # The watch cannot look into a process that is not dumpable.
    refuse(1, "prctl", PR_SET_DUMPABLE)
    # By these limits Linux itself kills a process, as it does when the machine has no memory left.
    for limit in (resource.RLIMIT_CPU, RLIMIT_RTTIME):
        refuse(1, "setrlimit", limit)
        which = pyseccomp.Arg(1, pyseccomp.MASKED_EQ, INT, limit)
        filters.add_rule(pyseccomp.ERRNO(1), "prlimit64", which, pyseccomp.Arg(2, pyseccomp.NE, 0))
    # If a process ignores its children's end, what they computed is counted nowhere.
    end = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, INT, signal.SIGCHLD)
    filters.add_rule(pyseccomp.ERRNO(1), "rt_sigaction", end, pyseccomp.Arg(1, pyseccomp.NE, 0))
