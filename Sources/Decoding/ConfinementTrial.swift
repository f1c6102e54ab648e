import Glibc

/// Tries what a confined process is refused, as a decoder taken over by an object would.
package enum ConfinementTrial {
    /// What was tried, and the `errno` of the refusal; 0 if it succeeded.
    package struct Attempt: Sendable, Equatable, Codable {
        package let what: String
        package let errno: Int32
    }

    static func attempts() -> [Attempt] {
        let name = "/tmp/thoraxd-confinement-trial-\(getpid())"
        return [
            attempt("read a file") { open("/etc/passwd", O_RDONLY) },
            attempt("read a file again through its descriptor") { open("/proc/self/fd/0", O_RDONLY) },
            attempt("list a directory") { open("/", O_RDONLY | O_DIRECTORY) },
            attempt("create a file") { open(name, O_WRONLY | O_CREAT, 0o600) },
            attempt("make a directory") { mkdir(name, 0o700) },
            attempt("remove a file") { unlink(name) },
            attempt("connect to a port") { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) },
            attempt("connect to a local socket") { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) },
            attempt("run a program") {
                var words: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
                return execv("/bin/true", &words)
            },
            attempt("start a process") {
                var process = pid_t()
                errno = posix_spawn(&process, "/bin/true", nil, nil, [nil], [nil])
                return errno == 0 ? 0 : -1
            },
            attempt("signal its parent") { kill(getppid(), 0) },
            attempt("run what it wrote into memory") {
                let page = mmap(nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                return page == MAP_FAILED ? -1 : 0
            },
            attempt("lift its limits") {
                var limit = rlimit(rlim_cur: .max, rlim_max: .max)
                return setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            },
            heldFiles(),
        ]
    }

    private static func attempt(_ what: String, _ call: () -> Int32) -> Attempt {
        errno = 0
        let result = call()
        return Attempt(what: what, errno: result >= 0 ? 0 : errno)
    }

    /// Beside the three standard descriptors it holds the object alone; anything more could be the work list.
    private static func heldFiles() -> Attempt {
        var status = stat()
        let held = (3..<256).filter { fstat(Int32($0), &status) == 0 }.count
        return Attempt(what: "use what its parent has open", errno: held > 1 ? 0 : EBADF)
    }
}
