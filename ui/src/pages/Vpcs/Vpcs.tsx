export function Vpcs() {
  return null;
}
