/** 用户: a page of its own until it stands among the settings. */
import { UsersTab } from "./UsersTab";

export default function UsersPage() {
  return (
    <div className="users-page">
      <UsersTab />
    </div>
  );
}
