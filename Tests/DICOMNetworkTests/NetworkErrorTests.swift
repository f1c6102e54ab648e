import DICOMNetwork
import Glibc
import Testing

struct NetworkErrorTests {
    @Test func `a port that needs a capability is distinguished from one in use`() {
        let denied = NetworkError.address("0.0.0.0:104", errno: EACCES)
        #expect(denied.hint.contains("AmbientCapabilities=CAP_NET_BIND_SERVICE"))
        #expect("\(denied)" == "cannot listen on 0.0.0.0:104: Permission denied")
        let taken = NetworkError.address("0.0.0.0:104", errno: EADDRINUSE)
        #expect(!taken.hint.contains("CAP_NET_BIND_SERVICE"))
    }
}
