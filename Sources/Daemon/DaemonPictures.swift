import Logging
import Platform
import Renderings
import ThoraxConfiguration
import WorkListDatabase

/// The parts that make pictures of images, keep them on disk, and make those of drafts before they are opened.
struct DaemonPictures {
    let renderer: Renderer
    let cache: PictureCache
    /// Makes pictures of drafts ahead; nil if the web listener is off.
    let thread: PeriodicThread?
    private let ahead: PicturesAhead

    /// - Parameter loop: woken when a draft may have been stored.
    init(_ configuration: DaemonConfiguration, _ workList: WorkListStore, loop: Loop, logger: Logger) {
        let cache = PictureCache(workList.files, reservedBytes: configuration.reserveMegabytes << 20)
        self.cache = cache
        renderer = Renderer(configuration.renderingLimits, cache: cache)
        let ahead = PicturesAhead(renderer, workList: workList, logger: logger)
        self.ahead = ahead
        thread = configuration.web.port.map { _ in
            PeriodicThread(loop, interval: .seconds(10)) {
                cache.look()
                ahead.round()
            }
        }
    }

    func stop() {
        thread?.stop()
        ahead.stop()
    }
}
