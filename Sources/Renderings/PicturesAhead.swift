package import Logging
import Synchronization
import WorkList
package import WorkListDatabase

/// Makes the pictures of drafts before a reviewer opens them, one image at a time and only while no client is waiting.
package final class PicturesAhead: Sendable {
    /// Limit on the images whose pictures are made ahead: those reviewed next.
    private static let limit = 200

    private let renderer: Renderer
    private let workList: WorkListStore
    private let outage: RepeatedCondition
    private let isStopping = Atomic(false)
    /// Paths of images whose pictures could not be made or kept; they are not tried again before a restart.
    private let failed = Mutex<Set<String>>([])

    package init(_ renderer: Renderer, workList: WorkListStore, logger: Logger) {
        (self.renderer, self.workList) = (renderer, workList)
        outage = RepeatedCondition(logger: logger, end: "pictures are made ahead again")
    }

    /// Ends a round after the image in progress; callable from any thread.
    package func stop() { isStopping.store(true, ordering: .relaxed) }

    /// Makes the missing pictures. Blocks; call it from one thread.
    package func round() {
        outage.watch("the images to review cannot be listed") {
            for image in try workList.imagesToReview(limit: Self.limit) {
                guard !isStopping.load(ordering: .relaxed), renderer.isIdle else { return }
                guard !renderer.has(.display, of: image, frame: 1), !failed.withLock({ $0.contains(image.path) }) else {
                    continue
                }
                // A reviewer who opens the image gets the error. A picture that cannot be kept is not made again either.
                try? renderer.prepare(image)
                if !renderer.has(.display, of: image, frame: 1) { _ = failed.withLock { $0.insert(image.path) } }
            }
        }
    }
}
