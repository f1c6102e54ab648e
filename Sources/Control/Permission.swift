import Platform
import Review
import WorkListDatabase

/// Says as whom an account acts, and what it may do. The account comes from the kernel.
///
/// Administrators are root, the account of the service, and accounts that are users with the role administrator. An account
/// is the user whose login it has.
struct Permission {
    private let workList: WorkListStore
    /// The account of the service.
    private let service: UInt32

    init(_ workList: WorkListStore, service: UInt32) {
        self.workList = workList
        self.service = service
    }

    /// Who acts.
    struct Acting: Equatable {
        /// Recorded as the actor.
        let login: String
        /// The account that acts as the user `login`, if they differ; recorded with the actor.
        let account: String?
    }

    /// - Throws: `ControlError` if the account may not ask for this change.
    func acting(_ account: Account, for change: Change) throws -> Acting {
        guard !account.isUnknown else { throw ControlError.accountUnknown(id: account.id) }
        // An account without a login matches no user, even if a user's login is the account's number.
        let user = try account.login.flatMap { try workList.user($0) }
        let isAdministrator =
            account.id == 0 || account.id == service || user.map { $0.role == .administrator && !$0.isDisabled } == true
        guard case .review(_, _, let named) = change else {
            if user == nil, !isAdministrator {
                throw ControlError.noUser(account: account.name, isAdministrator: false)
            }
            guard isAdministrator else {
                throw ControlError.onlyAdministrators(account: account.name, change: change.name)
            }
            return Acting(login: account.name, account: nil)
        }
        if let named, named != user?.login {
            guard isAdministrator else { throw ControlError.mayNotActAs(login: named, account: account.name) }
            return Acting(login: named, account: account.name)
        }
        guard let user else { throw ControlError.noUser(account: account.name, isAdministrator: isAdministrator) }
        if user.isDisabled { throw ReviewError.notAReviewer(user.login, isDisabled: true) }
        return Acting(login: user.login, account: nil)
    }
}
