export function TodayPage() {
  return <div>today</div>;
}
