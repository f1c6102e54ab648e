import Foundation
import Review
import WebAccess
import WebServing

/// A session as the page sees it.
struct SessionView: Encodable {
    struct Who: Encodable {
        let login: String
        let name: String
        let organization: String
        let role: User.Role
    }

    let user: Who
    let settings: UserSettings
    let endsAt: Date
    /// Seconds until then, because clocks of browsers differ.
    let secondsLeft: Double
    let idleMinutes = Session.idleMinutes
    /// Whether signing needs the password again.
    let mustConfirm: Bool
    /// Whether the proxy vouches for the user then, because the user has no password here.
    let confirmsByProxy: Bool
    let version: String
    /// The AE title of the node.
    let node: String
    let demonstrationModel: Bool
    /// The user's display check in this browser; nil without one.
    let displayCheck: DisplayCheckView?

    init(
        _ session: Session, in browser: BrowserID?, proxyUser: String?, _ parts: PageParts, at now: Date = Date()
    ) throws {
        let user = session.user
        self.user = Who(login: user.login, name: user.name, organization: user.organization, role: user.role)
        settings = try parts.workList.userSettings(of: user.login)
        endsAt = session.endsAt
        secondsLeft = max(0, session.endsAt.timeIntervalSince(now))
        mustConfirm = session.isUnattended(at: now)
        confirmsByProxy = try proxyUser == user.login && !parts.workList.loginsWithPassword().contains(user.login)
        version = parts.node.version
        node = parts.node.aeTitle
        displayCheck = try browser.flatMap { try parts.workList.displayCheck(of: user.login, in: $0) }
            .map { DisplayCheckView($0, at: now) }
        demonstrationModel = ModelFacts(of: parts.settings.value.model)?.isDemonstration ?? false
    }
}
