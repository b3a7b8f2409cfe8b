export function AccountPage() {
  return <div>account</div>;
}
